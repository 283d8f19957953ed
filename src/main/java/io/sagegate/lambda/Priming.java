package io.sagegate.lambda;

import io.sagegate.api.Response;
import io.sagegate.api.StreamExit;
import io.sagegate.http.Headers;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the whole request path many times before a snapshot is taken. So every copy has the classes loaded and the
/// code compiled. The runs use real tokens, real SDK calls and real records, against a sink on loopback.
///
/// Priming uses a second gateway, which is thrown away. So none of its connections, cached policies or chain links
/// gets into the snapshot's own gateway.
final class Priming {
    private static final Logger LOG = LoggerFactory.getLogger("io.sagegate.priming");
    private static final int ROUNDS = 100;
    private static final int MOST_ROUNDS = 1_000;

    /// Rounds over TLS, each with handshakes of its own.
    private static final int TLS_ROUNDS = 10;

    private static final Duration AT_MOST = Duration.ofSeconds(20);
    private static final Duration TLS_AT_MOST = Duration.ofSeconds(5);

    private Priming() {}

    /// Never fails, because a snapshot without priming is merely slower.
    static void run(Map<String, String> environment) {
        var out = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        var calls = 0;
        try {
            calls = prime(environment);
        } catch (IOException | RuntimeException | LinkageError e) {
            System.setOut(out);
            LOG.warn("priming ended early: {}", e.getClass().getName());
        } finally {
            System.setOut(out);
        }
        out.println("{\"message\":\"primed\",\"calls\":" + calls + "}");
    }

    private static int prime(Map<String, String> environment) throws IOException {
        var rounds = rounds(environment);
        int calls;
        try (var sink = PrimingSink.start()) {
            calls = prime(sink, environment, rounds, AT_MOST);
        }
        // After the rest, since a failure here must not end it.
        try (var sink = PrimingSink.secure()) {
            return calls + prime(sink, environment, Math.min(rounds, TLS_ROUNDS), TLS_AT_MOST);
        }
    }

    private static int prime(PrimingSink sink, Map<String, String> environment, int rounds, Duration atMost) {
        var end = Instant.now().plus(atMost);
        var settings = Settings.of(towards(sink, environment));
        var clients = new AwsClients(settings, InstantSource.system(), sink.wire());
        try (var parts = Composition.of(settings, OutputStream.nullOutputStream(), clients)) {
            var primed = new Primed(sink, new GatewayHandler(parts), new StreamingGateway(parts));
            var calls = 0;
            for (var round = 0; round < rounds && Instant.now().isBefore(end); round++) {
                // As in a copy: new connections, and policy, keys and tokens read anew.
                parts.renew();
                calls += primed.round();
            }
            return calls;
        }
    }

    private record Primed(PrimingSink sink, GatewayHandler buffered, StreamingGateway streaming) {
        int round() {
            var calls = 0;
            for (var event : sink.events()) {
                var deadline = Instant.now().plusSeconds(30);
                var answer = buffered.answer(event, "priming", PrimingSink.TRACE, deadline);
                if (!new String(answer, StandardCharsets.UTF_8).contains("\"statusCode\":200")) {
                    throw new IllegalStateException("a priming call was refused");
                }
                try {
                    streaming.handle(event, "priming", PrimingSink.TRACE, deadline, new Nowhere());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                calls += 2;
            }
            return calls;
        }
    }

    private static int rounds(Map<String, String> environment) {
        var text = environment.getOrDefault("PRIMING_ROUNDS", "");
        return text.matches("[0-9]{1,4}") ? Math.min(Integer.parseInt(text), MOST_ROUNDS) : ROUNDS;
    }

    static Map<String, String> towards(PrimingSink sink, Map<String, String> environment) {
        var changed = new HashMap<>(environment);
        changed.put("SAGEGATE_LOCAL", "true");
        changed.put("DYNAMODB_ENDPOINT", sink.uri());
        changed.put("SAGEMAKER_ENDPOINT", sink.uri());
        changed.put("STS_ENDPOINT", sink.uri());
        changed.put("AWS_XRAY_DAEMON_ADDRESS", sink.datagrams());
        changed.put("LIMIT_EVENTS", "");
        changed.put("POLICY_TABLE", "priming");
        changed.put("USAGE_TABLE", "priming");
        changed.put("KEY_MAX_LIFE_SECONDS", "600");
        changed.put("BASE_PATH", "");
        return changed;
    }

    /// Discards an answer.
    private static final class Nowhere implements StreamExit {
        @Override
        public void send(Response response) {
            if (response.status() >= 500) {
                throw new IllegalStateException("a priming call failed");
            }
        }

        @Override
        public void begin(int status, Headers headers) {}

        @Override
        public void write(byte[] piece) {}

        @Override
        public void end() {}

        @Override
        public void abort(String reasonCode) {}
    }
}
