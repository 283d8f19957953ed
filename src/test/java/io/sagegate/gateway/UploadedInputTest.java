package io.sagegate.gateway;

import static io.sagegate.gateway.LineOfGateway.grant;
import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.api.Response;
import io.sagegate.kit.Sha256;
import io.sagegate.reason.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Limits, conditions and guards know only the certain facts of an input that does not come with the call.
final class UploadedInputTest {
    private static final String TEXT = "{\"prompt\":\"hello\"}";

    private AsyncLine world = line();

    private static AsyncLine line(Object... membersAndValues) {
        return new AsyncLine(uploads(membersAndValues));
    }

    private static Map<String, Object> uploads(Object... membersAndValues) {
        var grant = grant(membersAndValues);
        grant.put("actions", List.of("invoke-async"));
        grant.putIfAbsent("maxUploadBytes", 1_000);
        return grant;
    }

    /// A place for the text, with or without the text in it.
    private String place(boolean uploaded) {
        var asked = "{\"contentType\":\"application/json\",\"length\":" + TEXT.length() + ",\"sha256\":\""
                + Sha256.hex(TEXT) + "\"}";
        var offer = text(world.line.whole(world.line.of("BatchScorer", "POST", "uploads", asked)));
        var from = offer.indexOf("s3://");
        var place = offer.substring(from, offer.indexOf('"', from));
        if (uploaded) {
            AsyncLine.S3.put(place, "application/json", TEXT.getBytes(StandardCharsets.UTF_8));
        }
        return place;
    }

    private Response call(String place, String body) {
        world.line.record.clear();
        return world.line.whole(world.line.request(
                "async-invocations",
                body,
                "content-type",
                "application/json",
                "x-amzn-sagemaker-inputlocation",
                place));
    }

    private Reason reason(String place) {
        call(place, "");
        return world.line.completion().reason();
    }

    private static String text(Response response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({"10, CONDITION_NOT_MET", "100, GRANTED"})
    void conditionsOfTheCallKnowTheSizeOfAnUpload(int most, Reason reason) {
        var place = place(true);
        world.line.regrant("everybody", List.of(uploads("when", Map.of("maxRequestBytes", most))));

        assertThat(reason(place)).isEqualTo(reason);
    }

    @Test
    void anUploadMayBeAsLargeAsTheGrantSays() {
        var place = place(true);
        world.line.regrant("everybody", List.of(uploads("maxUploadBytes", TEXT.length())));
        assertThat(reason(place)).isEqualTo(Reason.GRANTED);

        world.line.regrant("everybody", List.of(uploads("maxUploadBytes", TEXT.length() - 1)));
        assertThat(text(call(place, ""))).contains("at most 17 bytes");
        world.line.regrant("everybody", List.of(Map.of("endpoint", "llm", "actions", List.of("invoke-async"))));
        assertThat(text(call(place, ""))).contains("The grant allows no uploads.");
    }

    @Test
    void limitsThatDoNotGoBySizeReadNoUpload() {
        world = line("limits", List.of("10 requests per day"));

        assertThat(reason(place(false))).isEqualTo(Reason.GRANTED);
    }

    @Test
    void anUploadThatIsNotThereCannotBeCounted() {
        world = line("limits", List.of("5000 tokens per day"));
        assertThat(reason(place(false))).isEqualTo(Reason.INPUT_NOT_GRANTED);
        assertThat(reason(place(true))).isEqualTo(Reason.GRANTED);
    }

    @Test
    void aLimitInShadowKeepsNoCallBackForAnUploadThatIsNotThere() {
        world = line("limits", List.of(Shadows.limit("5000 tokens per day")));

        assertThat(reason(place(false))).isEqualTo(Reason.GRANTED);
    }

    @Test
    void whereNoGuardCanLookTheCallerIsToldToUpload() {
        world = line(
                "s3Inputs",
                List.of("s3://inputs/notes/"),
                "limits",
                List.of("1 request per day"),
                "guard",
                Map.of("name", "g", "rules", Map.of("deny", List.of("forbidden"))));

        for (var i = 0; i < 2; i++) {
            var answer = call("s3://inputs/notes/one.json", "");
            assertThat(world.line.completion().reason())
                    .as("and takes nothing from a limit")
                    .isEqualTo(Reason.INPUT_NOT_GRANTED);
            assertThat(text(answer)).contains("upload it through the gateway");
        }
    }

    @Test
    void anInputIsEitherInTheBodyOrElsewhere() {
        assertThat(call(place(true), "{}").status()).isEqualTo(400);
        assertThat(world.line.completion().reason()).isEqualTo(Reason.MALFORMED_BODY);
        assertThat(world.line.calls).isEmpty();
    }

    @Test
    void aFilterNeedsTheBucketThroughWhichResultsCome() {
        var filter = Map.of("name", "f", "rules", List.of(Map.of("mask", List.of("email"))));
        var line = new LineOfGateway(uploads("filter", filter));

        assertThat(line.reasonOf(line.request("async-invocations", "{}"))).isEqualTo(Reason.LARGE_CALLS_OFF);
        assertThat(line.calls).isEmpty();
    }
}
