package io.sagegate.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A REST API's caller may choose the event's id (`x-amzn-RequestId`); the request's own is the invocation's.
final class EventIdTest {
    private static io.sagegate.api.Request read(String id) {
        var event = "{\"httpMethod\":\"POST\",\"path\":\"/endpoints/llm/invocations\",\"body\":\"{}\","
                + "\"requestContext\":{\"identity\":{},\"requestId\":\"" + id + "\"}}";
        return new EventReader("")
                .read(event.getBytes(StandardCharsets.UTF_8), "invocation-1", "", Instant.EPOCH)
                .request();
    }

    @ParameterizedTest
    @CsvSource({"chosen", "'x,tenant=admin'", "''"})
    void noCallerChoosesTheIdOfARequest(String eventId) {
        assertThat(read(eventId).id()).isEqualTo("invocation-1");
    }

    @Test
    void theEventsIdIsKeptToFindItByWhereItIsAnIdAtAll() {
        assertThat(read("c6af9ac6-7b61-11e6-9a41-93e8deadbeef").eventId())
                .contains("c6af9ac6-7b61-11e6-9a41-93e8deadbeef");
        assertThat(read("x,tenant=admin").eventId()).isEmpty();
        assertThat(read("a".repeat(65)).eventId()).isEmpty();
    }
}
