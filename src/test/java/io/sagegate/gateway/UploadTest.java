package io.sagegate.gateway;

import static io.sagegate.gateway.LineOfGateway.grant;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sagegate.async.LargeCalls;
import io.sagegate.async.MemoryTickets;
import io.sagegate.audit.AuditEvent.AsyncStep;
import io.sagegate.audit.Verdict;
import io.sagegate.aws.call.AwsCall;
import io.sagegate.aws.call.Credentials;
import io.sagegate.aws.call.Service;
import io.sagegate.aws.s3.S3Objects;
import io.sagegate.kit.Sha256;
import io.sagegate.limits.MemoryUsageStore;
import io.sagegate.local.LocalCalls;
import io.sagegate.reason.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Inputs that callers upload: what the presigned address takes, and whose calls may read what is there.
final class UploadTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TEXT = "{\"prompt\":\"hello\"}";

    private AsyncLine world = line();

    private static AsyncLine line(Object... membersAndValues) {
        var grant = grant(membersAndValues);
        grant.put("actions", List.of("invoke-async"));
        grant.putIfAbsent("maxUploadBytes", 1_000);
        return new AsyncLine(grant);
    }

    private static String asked(String text) {
        return "{\"contentType\":\"application/json\",\"length\":" + text.length() + ",\"sha256\":\"" + Sha256.hex(text)
                + "\"}";
    }

    private JsonNode offer(String role, String text) throws IOException {
        world.line.record.clear();
        var answer = world.line.whole(world.line.of(role, "POST", "uploads", asked(text)));
        assertThat(answer.status()).isEqualTo(201);
        return JSON.readTree(answer.body());
    }

    private static int put(JsonNode offer, String text, String... changed) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(offer.path("url").asText())).PUT(BodyPublishers.ofString(text));
        offer.path("headers").properties().forEach(field -> {
            if (!field.getKey().equals("content-length")) {
                request.setHeader(field.getKey(), field.getValue().asText());
            }
        });
        for (var i = 0; i + 1 < changed.length; i += 2) {
            request.setHeader(changed[i], changed[i + 1]);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString()).statusCode();
    }

    @Test
    void withoutCredentialsThereIsNoPlaceToUploadTo() {
        var s3 = Service.of("s3", "s3", "us-east-1", "invalid", Optional.of(AsyncLine.S3.endpoint()));
        Supplier<Credentials> none = () -> {
            throw new IllegalStateException("none");
        };
        var calls = new AwsCall(LocalCalls.wire(), s3, none, InstantSource.system());
        var objects = new S3Objects(calls, AsyncLine.BUCKET, "/" + AsyncLine.BUCKET);
        var usage = new MemoryUsageStore();
        var line = new LineOfGateway(
                grant("actions", List.of("invoke-async"), "maxUploadBytes", 1_000),
                usage,
                new LargeCalls(new MemoryTickets(usage), objects, AsyncLine.BUCKET, Duration.ofDays(3)));

        assertThat(line.reasonOf(line.of("BatchScorer", "POST", "uploads", asked(TEXT))))
                .isEqualTo(Reason.STORE_UNAVAILABLE);
        assertThat(line.completion().verdict()).isEqualTo(Verdict.DENIED);
    }

    private Reason call(String role, String location) {
        world.line.record.clear();
        return world.line.reasonOf(world.line.of(
                role,
                "POST",
                "async-invocations",
                "",
                "content-type",
                "application/json",
                "x-amzn-sagemaker-inputlocation",
                location));
    }

    @Test
    void whatWasUploadedIsTheInputOfACall() throws IOException, InterruptedException {
        var offer = offer("BatchScorer", TEXT);
        var upload = world.line.completion().call().async().orElseThrow();

        assertThat(put(offer, TEXT)).isEqualTo(200);
        assertThat(call("BatchScorer", offer.path("inputLocation").asText())).isEqualTo(Reason.GRANTED);
        assertThat(world.line.calls.getLast().body().bytes()).isEmpty();
        assertThat(upload.kind()).isEqualTo(AsyncStep.Kind.UPLOAD);
        assertThat(world.line.completion().call().async().orElseThrow().upload())
                .contains(upload.id());
    }

    @Test
    void theAddressTakesNoOtherContentTypeOrLength() throws IOException, InterruptedException {
        var offer = offer("BatchScorer", TEXT);

        assertThat(put(offer, TEXT.replace("hello", "jello"))).isEqualTo(400);
        assertThat(put(offer, TEXT + " ")).isEqualTo(403);
        assertThat(put(offer, TEXT, "content-type", "text/html")).isEqualTo(403);
        assertThat(put(offer, TEXT, "x-amz-checksum-sha256", "AAAA")).isEqualTo(403);
        assertThat(put(offer, TEXT, "x-amz-acl", "public-read")).isEqualTo(403);
        assertThat(AsyncLine.S3.get(offer.path("inputLocation").asText())).isEmpty();
    }

    @Test
    void theAddressWorksOnce() throws IOException, InterruptedException {
        var offer = offer("BatchScorer", TEXT);

        assertThat(put(offer, TEXT)).isEqualTo(200);
        assertThat(put(offer, TEXT)).isEqualTo(412);
    }

    @Test
    void theAddressReadsNothing() throws IOException, InterruptedException {
        var offer = offer("BatchScorer", TEXT);
        put(offer, TEXT);
        var get = HttpRequest.newBuilder(URI.create(offer.path("url").asText())).build();

        assertThat(HTTP.send(get, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
    }

    @Test
    void anotherPlaceNeedsAnotherSignature() throws IOException, InterruptedException {
        var offer = offer("BatchScorer", TEXT);
        var url = offer.path("url").asText();
        var moved = JSON.createObjectNode().put("url", url.replace("/uploads/", "/results/"));
        moved.set("headers", offer.path("headers"));

        assertThat(put(moved, TEXT)).isEqualTo(403);
    }

    @Test
    void nobodyElseMayReadIt() throws IOException, InterruptedException {
        var offer = offer("BatchScorer", TEXT);
        put(offer, TEXT);

        assertThat(call("Stranger", offer.path("inputLocation").asText())).isEqualTo(Reason.INPUT_NOT_GRANTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../x", "/%2e%2e/x", "//x", "/x/19-abc", "/", "-2/x"})
    void placesThatNoUploadHasAreRefused(String rest) throws IOException {
        var location = offer("BatchScorer", TEXT).path("inputLocation").asText();
        var own = location.substring(0, location.indexOf("/llm/") + 4);

        assertThat(call("BatchScorer", own + rest)).isIn(Reason.INPUT_NOT_GRANTED, Reason.MALFORMED_HEADER);
        assertThat(world.line.calls).isEmpty();
    }

    @Test
    void resultsAreNoInputs() {
        var location = "s3://" + AsyncLine.BUCKET + "/results/llm/output/x.out";

        assertThat(call("BatchScorer", location)).isEqualTo(Reason.INPUT_NOT_GRANTED);
    }

    @Test
    void aGrantOfTheWholeBucketIsNoWayToAnothersUploads() throws IOException, InterruptedException {
        world = line("s3Inputs", List.of("s3://" + AsyncLine.BUCKET + "/uploads/"));
        var offer = offer("BatchScorer", TEXT);
        put(offer, TEXT);

        assertThat(call("Stranger", offer.path("inputLocation").asText())).isEqualTo(Reason.INPUT_NOT_GRANTED);
    }

    @Test
    void whatIsLargerThanTheGrantAllowsGetsNoPlace() {
        world = line("maxUploadBytes", 10);

        assertThat(world.line.reasonOf(world.line.of("BatchScorer", "POST", "uploads", asked(TEXT))))
                .isEqualTo(Reason.BODY_TOO_LARGE);
    }

    @Test
    void aGrantThatWasMadeSmallerCountsForWhatWasUploadedBefore() throws IOException, InterruptedException {
        var offer = offer("BatchScorer", TEXT);
        put(offer, TEXT);
        world.line.regrant(
                "everybody",
                List.of(Map.of("endpoint", "llm", "actions", List.of("invoke-async"), "maxUploadBytes", 10)));

        assertThat(call("BatchScorer", offer.path("inputLocation").asText())).isEqualTo(Reason.BODY_TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"contentType\":\"a/b\",\"length\":3}",
                "{\"contentType\":\"a/b\",\"length\":-3,\"sha256\":\"00\"}",
                "{\"contentType\":\"a\\r\\nx: y\",\"length\":3,\"sha256\":"
                        + "\"0000000000000000000000000000000000000000000000000000000000000000\"}",
                "{\"contentType\":\"a/b\",\"length\":3,\"key\":\"x\",\"sha256\":"
                        + "\"0000000000000000000000000000000000000000000000000000000000000000\"}"
            })
    void anUnclearRequestGetsNoPlace(String body) {
        assertThat(world.line.reasonOf(world.line.of("BatchScorer", "POST", "uploads", body)))
                .isEqualTo(Reason.MALFORMED_BODY);
    }

    @Test
    void theGuardReadsTheUploadItself() throws IOException, InterruptedException {
        world = line("guard", Map.of("name", "g", "rules", Map.of("deny", List.of("forbidden"))));
        var bad = "{\"prompt\":\"forbidden\"}";
        var good = offer("BatchScorer", TEXT);
        put(good, TEXT);
        assertThat(call("BatchScorer", good.path("inputLocation").asText())).isEqualTo(Reason.GRANTED);
        var offer = offer("BatchScorer", bad);
        put(offer, bad);

        assertThat(call("BatchScorer", offer.path("inputLocation").asText())).isEqualTo(Reason.REFUSED_BY_GUARD);
    }

    @Test
    void anObjectThatWasPutInItsPlaceIsNotTaken() throws IOException, InterruptedException {
        world = line("guard", Map.of("name", "g", "rules", Map.of("deny", List.of("forbidden"))));
        var offer = offer("BatchScorer", TEXT);
        put(offer, TEXT);
        var location = offer.path("inputLocation").asText();
        AsyncLine.S3.put(
                location, "application/json", TEXT.replace("hello", "jello").getBytes(StandardCharsets.UTF_8));

        assertThat(call("BatchScorer", location)).isEqualTo(Reason.INPUT_NOT_GRANTED);
    }

    @Test
    void nothingUploadedIsNothingToGuard() throws IOException {
        world = line("guard", Map.of("name", "g", "rules", Map.of("deny", List.of("forbidden"))));
        var offer = offer("BatchScorer", TEXT);

        assertThat(call("BatchScorer", offer.path("inputLocation").asText())).isEqualTo(Reason.INPUT_NOT_GRANTED);
    }

    @Test
    void inputWhereTheGuardCannotLookIsRefused() {
        world = line(
                "s3Inputs",
                List.of("s3://inputs/notes/"),
                "guard",
                Map.of("name", "g", "rules", Map.of("deny", List.of("forbidden"))));

        assertThat(call("BatchScorer", "s3://inputs/notes/one.json")).isEqualTo(Reason.INPUT_NOT_GRANTED);
    }

    @Test
    void tokensOfAnUploadAreCountedByWhatItAsksFor() throws IOException, InterruptedException {
        world = line("limits", List.of("500 tokens per day"));
        var text = "{\"max_tokens\":1000}";
        var offer = offer("BatchScorer", text);
        put(offer, text);

        assertThat(call("BatchScorer", offer.path("inputLocation").asText())).isEqualTo(Reason.LIMIT_EXCEEDED);
    }

    @Test
    void theSizeOfAnUploadCountsForConditions() throws IOException {
        world = line("when", Map.of("maxRequestBytes", 10));

        assertThat(world.line.reasonOf(world.line.of("BatchScorer", "POST", "uploads", asked(TEXT))))
                .isEqualTo(Reason.CONDITION_NOT_MET);
    }
}
