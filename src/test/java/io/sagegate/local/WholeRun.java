package io.sagegate.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sagegate.audit.protocol.Breach;
import io.sagegate.audit.protocol.Protocol;
import io.sagegate.local.witness.Witness;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Everything that all tests of this JVM used as a secret, and everything that was logged meanwhile: by functions in
/// processes of their own, and on this JVM's standard output and error. What functions log is held against the rules
/// of the record; a breach fails the test class that runs then. It also sets how often tests look for what they wait
/// for.
/// JUnit finds it by itself.
public final class WholeRun implements BeforeAllCallback, AfterAllCallback {
    static final Path LOG = Path.of("target", "whole-run.log");

    /// Milliseconds between two looks. The usual 100, before the first look too, are seconds where a test waits often.
    private static final Duration LOOKS = Duration.ofMillis(10);

    /// Longest wait for the completions of calls that other classes make at once in one environment: classes run beside
    /// each other.
    private static final Duration LATE = Duration.ofSeconds(20);

    private static final SecretIndex SECRETS = new SecretIndex();
    private static final Ears EARS = begin();

    /// For JUnit.
    public WholeRun() {}

    static SecretIndex secrets() {
        return SECRETS;
    }

    /// From here on everything that has been logged can be read.
    static void flush() {
        EARS.flush();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        // That this class is loaded is all.
    }

    @Override
    public void afterAll(ExtensionContext context) {
        assertThat(EARS.breaches()).as("breaches of the rules of the record").isEmpty();
        Awaitility.await()
                .atMost(LATE)
                .untilAsserted(() -> assertThat(EARS.overtaken())
                        .as("calls that lost their completion")
                        .isZero());
    }

    private static Ears begin() {
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(LOOKS);
        try {
            Files.createDirectories(Path.of("target"));
            var ears = new Ears(Files.newBufferedWriter(LOG, StandardCharsets.UTF_8));
            System.setOut(new PrintStream(new Tee(System.out, ears), true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(new Tee(System.err, ears), true, StandardCharsets.UTF_8));
            Witness.seat(ears);
            return ears;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Ears implements Witness {
        private static final ObjectMapper JSON = new ObjectMapper();
        private static final String KEY_PREFIX = "sg_";

        private final BufferedWriter log;
        private final Protocol protocol = new Protocol();
        private final List<Breach> breaches = new ArrayList<>();

        Ears(BufferedWriter log) {
            this.log = log;
        }

        @Override
        public void secret(String kind, String value) {
            SECRETS.add(kind, value);
        }

        @Override
        public void invoked(byte[] event) {
            try {
                var json = JSON.readTree(event);
                json.path("headers")
                        .properties()
                        .forEach(
                                field -> header(field.getKey(), field.getValue().asText()));
                json.path("multiValueHeaders")
                        .properties()
                        .forEach(field -> field.getValue().forEach(value -> header(field.getKey(), value.asText())));
                var path = json.path("rawPath").asText(json.path("path").asText());
                if (path.contains("invocations") || path.contains("/v1/")) {
                    prompt(json);
                }
            } catch (IOException | IllegalArgumentException ignored) {
                // No event: some tests send garbage.
            }
        }

        private static void prompt(JsonNode event) {
            var body = event.path("body").asText();
            SECRETS.add("prompt", body);
            if (event.path("isBase64Encoded").asBoolean()) {
                SECRETS.add("prompt", new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8));
            }
        }

        private static void header(String name, String value) {
            switch (name.toLowerCase(Locale.ROOT)) {
                case "authorization" -> credential(value.substring(value.indexOf(' ') + 1));
                case "x-api-key" -> credential(value);
                default -> {
                    // The others are no secrets.
                }
            }
        }

        private static void credential(String text) {
            // A key's id stands in the record; what follows it does not.
            var isKey = text.startsWith(KEY_PREFIX);
            SECRETS.add(isKey ? "key" : "token", isKey ? text.substring(text.lastIndexOf('_') + 1) : text);
        }

        @Override
        public synchronized void logged(String line) {
            breaches.addAll(protocol.accept(line.getBytes(StandardCharsets.UTF_8)));
            heard(line);
        }

        /// The breaches that were found since this was last asked.
        synchronized List<Breach> breaches() {
            var found = List.copyOf(breaches);
            breaches.clear();
            return found;
        }

        synchronized long overtaken() {
            return protocol.extent().overtaken();
        }

        synchronized void heard(String line) {
            try {
                log.write(line);
                log.newLine();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        synchronized void flush() {
            try {
                log.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// Copies what is printed, line by line, into the run's log.
    private static final class Tee extends OutputStream {
        private final PrintStream usual;
        private final Ears ears;
        private final StringBuilder line = new StringBuilder();

        Tee(PrintStream usual, Ears ears) {
            this.usual = usual;
            this.ears = ears;
        }

        @Override
        public synchronized void write(int b) {
            usual.write(b);
            hear(b);
        }

        @Override
        public synchronized void write(byte[] bytes, int start, int length) {
            usual.write(bytes, start, length);
            for (var i = start; i < start + length; i++) {
                hear(bytes[i]);
            }
        }

        private void hear(int b) {
            if (b == '\n') {
                ears.heard(line.toString());
                line.setLength(0);
            } else {
                line.append((char) (b & 0xFF));
            }
        }

        @Override
        public void flush() {
            usual.flush();
        }
    }
}
