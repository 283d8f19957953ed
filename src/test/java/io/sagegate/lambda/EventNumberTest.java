package io.sagegate.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.reason.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An event is answered and recorded whatever numbers are in it.
final class EventNumberTest {
    @ParameterizedTest
    @ValueSource(strings = {"1e99999999999", "1e-2147483648", "0e99999999999", "1e1001"})
    void aNumberThatNobodyCanHoldIsAMalformedEvent(String number) {
        var event = "{\"version\":\"2.0\",\"requestContext\":{\"http\":{\"method\":\"GET\"}},\"x\":" + number + "}";
        var read = new EventReader("")
                .read(event.getBytes(StandardCharsets.UTF_8), "invocation-1", "", Instant.EPOCH)
                .request();
        assertThat(read.defect()).contains(Reason.MALFORMED_EVENT);
    }
}
