package io.sagegate.local;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What the local stack can be told; by default it brings everything itself.
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

    @Option(names = "--port", paramLabel = "N", description = "Port of the gateway's Function URL.")
    private int port;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            description = "Execution environments, one call at a time each (default: 1).")
    private int concurrency = 1;

    @Option(names = "--once", description = "Start, make the call, show it, stop.")
    private boolean once;

    @Option(names = "--quiet", description = "Print the addresses only; do not follow the audit log.")
    private boolean quiet;

    @Option(names = "--help", usageHelp = true, description = "Show this help.")
    private boolean help;

    Optional<Path> policy() {
        return Optional.ofNullable(policy);
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
