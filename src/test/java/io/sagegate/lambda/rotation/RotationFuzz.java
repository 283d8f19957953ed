package io.sagegate.lambda.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.fuzz.FuzzTarget;
import io.sagegate.keys.KeyService;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;

/// The same bytes as a rotation's event, as answers of Secrets Manager, and as the function's environment: each is
/// read,
/// or refused as its reader says.
public final class RotationFuzz implements FuzzTarget {
    @Override
    public void accept(byte[] input) {
        event(input);
        description(input);
        key(input);
        settings(new String(input, StandardCharsets.UTF_8));
    }

    private static void event(byte[] input) {
        try {
            var event = RotationHandler.read(input);
            assertThat(event.getStep()).isNotNull();
            assertThat(event.getSecretId()).isNotNull();
            assertThat(event.getClientRequestToken()).isNotNull();
        } catch (RotationRefusedException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private static void description(byte[] input) {
        try {
            assertThat(ClientSecret.description(input).stages()).doesNotContainValue(null);
        } catch (IllegalStateException e) {
            assertThat(e.getMessage()).isEqualTo("an answer of Secrets Manager cannot be read");
        }
    }

    private static void key(byte[] input) {
        try {
            ClientSecret.keyIn(input).ifPresent(key -> {
                assertThat(new String(input, StandardCharsets.UTF_8)).contains(key.id());
                assertThat(key.toString()).doesNotContain(key.reveal());
            });
        } catch (IllegalStateException e) {
            assertThat(e.getMessage()).isEqualTo("an answer of Secrets Manager cannot be read");
        }
    }

    private static void settings(String text) {
        var environment = new HashMap<String, String>();
        text.lines().filter(line -> line.contains("=")).forEach(line -> {
            var end = line.indexOf('=');
            environment.put(line.substring(0, end), line.substring(end + 1));
        });
        try {
            var settings = RotationSettings.of(environment);
            assertThat(settings.life()).isPositive().isLessThanOrEqualTo(KeyService.LONGEST_LIFE);
            assertThat(settings.overlap())
                    .isBetween(Duration.ZERO, settings.life().minusSeconds(1));
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
