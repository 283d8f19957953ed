package io.sagegate.compare;

import io.sagegate.compare.Contender.Running;
import io.sagegate.local.LocalIssuer;
import io.sagegate.local.world.ChildProcess;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Other gateways, which are servers: each as it comes, on a free port of 127.0.0.1.
///
/// @param directory for logs
record Servers(Upstream upstream, Path directory) {
    private static final Duration STARTUP = Duration.ofSeconds(90);
    private static final String LESS_PORTKEY = "identity, policy, limits, record, metrics, traces";
    private static final String LESS_SPRING =
            "the signature, policy by endpoint, a limit that processes share, metrics, traces, a record but an access log";
    private static final String CHAT = "/v1/chat/completions";

    /// Spring Cloud Gateway before the container itself, since it signs no calls to SageMaker.
    ///
    /// @param built the folder of the built application
    Contender spring(Path built) {
        return new Contender(
                "Spring Cloud Gateway",
                LESS_SPRING,
                () -> spring(built, false),
                Optional.of(() -> spring(built, true)));
    }

    private Running spring(Path built, boolean streamed) throws IOException, InterruptedException {
        var port = freePort();
        var classPath = built.resolve("classes") + File.pathSeparator + built.resolve("lib") + "/*";
        var process = ChildProcess.start(
                List.of(
                        ChildProcess.java(),
                        "-Dreactor.netty.http.server.accessLogEnabled=true",
                        "-cp",
                        classPath,
                        "example.SpringGateway"),
                Map.of(
                        "PORT", Integer.toString(port),
                        "ISSUER", upstream.world().issuerUri().toString(),
                        "AUDIENCE", LocalIssuer.AUDIENCE,
                        "MODEL", upstream.container().toString()),
                directory,
                directory.resolve("spring.log"));
        return ready(process, port, CHAT, upstream.bearer(), streamed);
    }

    /// Portkey's gateway, which signs calls to SageMaker.
    ///
    /// @param installed the folder that npm installed into
    Contender portkeySageMaker(Path installed) {
        var headers = Map.of(
                "x-portkey-provider", "sagemaker",
                "x-portkey-custom-host", upstream.world().sagemaker().toString(),
                // Portkey leaves the port out of what it signs, so the stand-in must not know its key.
                "x-portkey-aws-access-key-id", "AKIAPORTKEY000000000",
                "x-portkey-aws-secret-access-key", "unknown",
                "x-portkey-aws-region", "us-east-1");
        Contender.Starter whole =
                () -> portkey(installed, "/v1/endpoints/" + Job.ENDPOINT + "/invocations", headers, false);
        return new Contender("Portkey, SageMaker", LESS_PORTKEY, whole, Optional.empty());
    }

    /// Portkey's gateway before a host that speaks OpenAI's form: the container itself.
    Contender portkeyOpenAi(Path installed) {
        var headers = new HashMap<>(Map.of(
                "x-portkey-provider",
                "openai",
                "x-portkey-custom-host",
                upstream.container().toString()));
        headers.putAll(upstream.bearer());
        return new Contender(
                "Portkey, OpenAI's form",
                "the signature, and " + LESS_PORTKEY,
                () -> portkey(installed, CHAT, headers, false),
                Optional.of(() -> portkey(installed, CHAT, headers, true)));
    }

    private Running portkey(Path installed, String path, Map<String, String> headers, boolean streamed)
            throws IOException, InterruptedException {
        var port = freePort();
        var loopback = Builds.PORTKEY.resolve("loopback.cjs").toAbsolutePath();
        var process = ChildProcess.start(
                List.of(
                        "node",
                        "--require",
                        loopback.toString(),
                        installed
                                .resolve("node_modules/@portkey-ai/gateway/build/start-server.js")
                                .toString(),
                        "--headless",
                        "--port=" + port),
                Map.of("NODE_ENV", "production"),
                directory,
                directory.resolve("portkey.log"));
        return ready(process, port, path, headers, streamed);
    }

    private static Running ready(
            ChildProcess process, int port, String path, Map<String, String> headers, boolean streamed)
            throws IOException, InterruptedException {
        var deadline = System.nanoTime() + STARTUP.toNanos();
        while (!listens(port)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                process.close();
                throw new IOException("did not start:\n" + process.logTail(20));
            }
            Thread.sleep(20);
        }
        var address = URI.create("http://127.0.0.1:" + port + path);
        return new Running(() -> Job.request(address, headers, streamed), ProcessHandle.of(process.pid()), process);
    }

    private static boolean listens(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
