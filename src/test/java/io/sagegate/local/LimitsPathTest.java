package io.sagegate.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sagegate.local.world.EventBridgeFront;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Limits of the local policy's `trial-reader`, through the whole gateway.
final class LimitsPathTest {
    private static final LocalWorld WORLD = SharedWorld.get();
    private static final LocalIssuer ISSUER = WORLD.localIssuer().orElseThrow();

    private static HttpResponse<String> call(String subject) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(WORLD.gateway() + "/endpoints/tumor-xgb/invocations"))
                .header("content-type", "text/csv")
                .header("authorization", "Bearer " + ISSUER.token(subject, Map.of("groups", List.of("trial"))))
                .POST(BodyPublishers.ofString(SampleCall.read().features()))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.ofString());
        }
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static JsonNode charged(HttpResponse<?> answer) throws InterruptedException {
        return SharedWorld.auditOf(header(answer, "x-request-id")).stream()
                .filter(SharedWorld::isCompletion)
                .findFirst()
                .orElseThrow()
                .at("/unmapped/limits");
    }

    @Test
    void requirement22CallersAreToldWhereTheirLimitsStandUntilOneIsUsedUp() throws IOException, InterruptedException {
        var subject = "trial-" + System.nanoTime();
        for (var left : List.of(2, 1, 0)) {
            var answer = call(subject);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(header(answer, "ratelimit-policy"))
                    .isEqualTo("\"requests-hour\";q=3;w=3600"
                            + ", \"USD-day\";q=100;qu=\"usd-cents\";w=86400"
                            + ", \"concurrent-of-binding\";q=2;qu=\"concurrent-requests\"");
            assertThat(header(answer, "ratelimit"))
                    .startsWith("\"requests-hour\";r=" + left + ";t=")
                    .endsWith(", \"concurrent-of-binding\";r=2");
        }
        var refused = call(subject);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(Long.parseLong(header(refused, "retry-after"))).isBetween(1_100L, 1_200L);
        assertThat(header(refused, "ratelimit")).startsWith("\"requests-hour\";r=0;t=");
        var problem = new ObjectMapper().readTree(refused.body());
        assertThat(problem.path("reason").asText()).isEqualTo("limit_exceeded");
        assertThat(problem.path("detail").asText()).contains("3 requests per hour");
        var limits = charged(refused);
        assertThat(limits).hasSize(3);
        assertThat(limits.at("/0/refused").asBoolean()).isTrue();
        assertThat(limits.at("/0/left").asLong(-1)).isZero();
        assertThat(limits.at("/1").has("refused")).isFalse();
        assertThat(limits.at("/1/left").asLong()).isBetween(700_000_000L, 999_999_999L);
        assertThat(limits.at("/2/left").asLong()).isEqualTo(2);
        assertThat(SharedWorld.auditOf(header(refused, "x-request-id"))
                        .getLast()
                        .path("action")
                        .asText())
                .isEqualTo("Denied");
        assertThat(call(subject + "-other").statusCode()).isEqualTo(200);
    }

    /// Each call that reaches a threshold puts an event, signed as EventBridge wants it.
    @Test
    void thresholdsOfALimitAreToldOnTheBus() throws IOException, InterruptedException {
        var subject = "trial-" + System.nanoTime();
        for (var i = 0; i < 4; i++) {
            call(subject);
        }
        var told = WORLD.events().events().stream()
                .map(EventBridgeFront.Event::detail)
                .filter(detail -> detail.at("/caller/subject").asText().equals(subject))
                .toList();
        assertThat(told).extracting(detail -> detail.path("threshold").asInt()).containsExactly(60, 100);
        assertThat(told).extracting(detail -> detail.path("used").asText()).containsExactly("2", "3");
    }

    @Test
    void theRecordSaysWhatWasChargedAndWhatIsLeft() throws IOException, InterruptedException {
        var charged = charged(call("trial-" + System.nanoTime()));
        assertThat(charged).hasSize(3);
        assertThat(charged.at("/0/limit").asText()).isEqualTo("3 requests per hour");
        assertThat(charged.at("/0/charged").asLong()).isEqualTo(1);
        assertThat(charged.at("/0/left").asLong()).isEqualTo(2);
        assertThat(charged.at("/0/total").asLong()).isEqualTo(3);
        assertThat(charged.at("/1/unit").asText()).isEqualTo("nano_dollars");
        // Four bytes to a token, for the row and for its answer, at 0.0005 USD each, and 0.002 USD for the call.
        var cost = charged.at("/1/charged").asLong();
        assertThat(cost).isBetween(2_500_000L, 80_000_000L);
        // What was set aside and not used is back.
        assertThat(charged.at("/1/left").asLong()).isEqualTo(1_000_000_000L - cost);
        assertThat(charged.at("/1").has("counted")).isFalse();
        assertThat(charged.at("/2/limit").asText()).isEqualTo("2 concurrent");
        assertThat(charged.at("/2/name").asText()).isEqualTo("concurrent-of-binding");
        // The call is over.
        assertThat(charged.at("/2/left").asLong()).isEqualTo(2);
    }
}
