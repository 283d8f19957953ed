package io.sagegate.local;

import io.sagegate.local.lambda.LambdaFunction;
import io.sagegate.local.lambda.Outcome;
import io.sagegate.local.world.SecretsManagerFront;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Secrets Manager on this machine, with the secret of one client and the rotation function that it calls. The
/// first rotation starts the function under Lambda's Runtime Interface Client.
public final class LocalSecrets implements AutoCloseable {
    /// The prefix of the secrets' names.
    public static final String PREFIX = "sagegate/keys/";

    /// The name of the secret that exists from the start, without a key until its first rotation.
    public static final String SECRET = PREFIX + "batch-scorer";

    private static final String FUNCTION = "arn:aws:lambda:us-east-1:111122223333:function:sagegate-rotation";
    private static final String TRACE = "Root=1-00000000-000000000000000000000000;Sampled=0";

    /// Starts the rotation function.
    @FunctionalInterface
    interface Starter {
        LambdaFunction start(URI secretsManager) throws IOException;
    }

    private final Starter starter;
    private final SecretsManagerFront front;
    private Optional<LambdaFunction> function = Optional.empty();

    private LocalSecrets(Starter starter) throws IOException {
        this.starter = starter;
        this.front = SecretsManagerFront.start(this::invoke);
        hold(SECRET, "{\"client\":\"batch-scorer\"}");
    }

    static LocalSecrets start(Starter starter) throws IOException {
        return new LocalSecrets(starter);
    }

    /// Adds a secret that the function rotates.
    public void hold(String name, String value) {
        front.hold(name, value, FUNCTION);
    }

    public URI endpoint() {
        return front.endpoint();
    }

    /// The end of the last rotation that was started. It fails with the function's own error.
    public CompletableFuture<Void> lastRotation() {
        return front.lastRotation();
    }

    private void invoke(String event) throws IOException, InterruptedException {
        switch (running().invoke(event.getBytes(StandardCharsets.UTF_8), TRACE)) {
            case Outcome.Buffered _ -> {}
            case Outcome.Failed(var type, var error) ->
                throw new IOException(type + ": " + new String(error, StandardCharsets.UTF_8));
            case Outcome.Streamed _, Outcome.TimedOut _, Outcome.Throttled _ ->
                throw new IOException("the rotation function gave no answer");
        }
    }

    private synchronized LambdaFunction running() throws IOException {
        if (function.isEmpty()) {
            function = Optional.of(starter.start(front.endpoint()));
        }
        return function.get();
    }

    @Override
    public synchronized void close() {
        front.close();
        function.ifPresent(LambdaFunction::close);
    }
}
