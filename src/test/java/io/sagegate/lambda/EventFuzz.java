package io.sagegate.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.fuzz.FuzzTarget;
import io.sagegate.identity.Credential;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// Every event becomes a request, with a defect or whole.
public final class EventFuzz implements FuzzTarget {
    private final EventReader reader = new EventReader("/base");

    @Override
    public void accept(byte[] input) {
        var request = reader.read(input, "invocation-1", "", Instant.EPOCH).request();
        assertThat(request.id()).isEqualTo("invocation-1");
        assertThat(request.eventId().orElse("x")).matches("[A-Za-z0-9_=-]{1,64}");
        assertThat(request.entry()).isIn("function-url", "http-api", "rest-api", "unknown");
        if (request.defect().isEmpty()) {
            assertThat(request.method()).isNotEmpty();
            assertThat(request.path()).isNotEmpty();
        }
        if (Credential.of(request.headers(), request.iam()) instanceof Credential.Iam) {
            assertThat(new String(input, StandardCharsets.UTF_8)).contains("\"requestContext\"");
        }
    }
}
