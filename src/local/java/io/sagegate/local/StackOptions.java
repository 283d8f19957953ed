package io.sagegate.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The options of the local stack. Without any, the stack brings all its parts itself.
@Command(
        name = "mvn -Plocal -Dstack.args=\"...\"",
        sortOptions = false,
        mixinStandardHelpOptions = false,
        description = "Starts the whole gateway on this machine, on loopback only, and shows one call.",
        footer = {
            "",
            "Every part listens on 127.0.0.1 and, unless told otherwise, on a free port;",
            "a second copy runs beside the first. Addresses, tokens and log files of the",
            "newest copy are in target/local/stack.json."
        })
public final class StackOptions {
    @Option(names = "--policy", paramLabel = "FILE", description = "Policy file (YAML) in place of the example.")
    private @Nullable Path policy;

    @Option(
            names = "--issuer",
            paramLabel = "URL",
            description = "Outside OIDC issuer; $${issuer} in the policy stands for it. No tokens are made then.")
    private @Nullable URI issuer;

    @Option(names = "--dynamodb", paramLabel = "URL", description = "Outside DynamoDB endpoint; tables are made there.")
    private @Nullable URI dynamodb;

    @Option(names = "--sagemaker", paramLabel = "URL", description = "Outside SageMaker Runtime endpoint.")
    private @Nullable URI sagemaker;

    @Option(
            names = "--task",
            paramLabel = "FOLDER",
            description = "A built function, such as .aws-sam/build/GatewayFunction, in place of this build's classes.")
    private @Nullable Path task;

    @Option(names = "--port", paramLabel = "N", description = "Port of the gateway's Function URL.")
    private int port;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            description = "Execution environments, one call at a time each (default: 1).")
    private int concurrency = 1;

    @Option(names = "--once", description = "Start, make the call, show it, stop.")
    private boolean once;

    @Option(names = "--quiet", description = "Do not print curl commands, nor the audit log as it grows.")
    private boolean quiet;

    @Option(names = "--help", usageHelp = true, description = "Show this help.")
    private boolean help;

    /// Checks the options before any part starts. Each error names the option.
    void check() throws IOException {
        checkPolicy();
        checkPort();
        deployment().check();
        if (concurrency < 1 || concurrency > 64) {
            throw new IOException("--concurrency: 1 to 64 execution environments, not " + concurrency);
        }
        reachable("--issuer", issuer);
        reachable("--dynamodb", dynamodb);
        reachable("--sagemaker", sagemaker);
    }

    private void checkPolicy() throws IOException {
        if (policy != null && !(Files.isRegularFile(policy) && Files.isReadable(policy))) {
            throw new IOException("--policy: there is no file " + policy + " that can be read");
        }
        LocalPolicy.read(policy()).models();
    }

    private void checkPort() throws IOException {
        if (port < 0 || port > 65_535) {
            throw new IOException("--port: a port is a number up to 65535, not " + port);
        }
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new IOException("--port: 127.0.0.1:" + port + " cannot be used (" + e.getMessage() + ")", e);
        }
    }

    private static void reachable(String option, @Nullable URI uri) throws IOException {
        if (uri == null) {
            return;
        }
        var scheme = String.valueOf(uri.getScheme());
        if (uri.getHost() == null || !List.of("http", "https").contains(scheme)) {
            throw new IOException(option + ": " + uri + " is not the URL of a server (http://HOST:PORT)");
        }
        var port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(uri.getHost(), port), 3_000);
        } catch (IOException e) {
            throw new IOException(option + ": nothing answers at " + uri + " (" + e.getMessage() + ")", e);
        }
    }

    Optional<Path> policy() {
        return Optional.ofNullable(policy);
    }

    DeploymentPackage deployment() {
        return new DeploymentPackage(Optional.ofNullable(task));
    }

    Optional<URI> issuer() {
        return Optional.ofNullable(issuer);
    }

    Optional<URI> dynamodb() {
        return Optional.ofNullable(dynamodb);
    }

    Optional<URI> sagemaker() {
        return Optional.ofNullable(sagemaker);
    }

    int port() {
        return port;
    }

    int concurrency() {
        return concurrency;
    }

    boolean once() {
        return once;
    }

    boolean quiet() {
        return quiet;
    }

    boolean help() {
        return help;
    }
}
