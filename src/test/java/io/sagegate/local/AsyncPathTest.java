package io.sagegate.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.sagegate.kit.Sha256;
import io.sagegate.local.world.Fault;
import io.sagegate.local.world.HostedEndpoint;
import io.sagegate.local.world.ScriptedContainer;
import io.sagegate.local.world.ScriptedContainer.Response;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Asynchronous calls on real parts: an upload to S3, the queue, a container, the filter, and one trail through the
/// record.
final class AsyncPathTest {
    private static final LocalWorld WORLD = SharedWorld.get();
    private static final LocalIssuer ISSUER = WORLD.localIssuer().orElseThrow();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final JsonSchema OCSF = JsonSchemaFactory.getInstance(VersionFlag.V202012)
            .getSchema(AsyncPathTest.class.getResourceAsStream("/ocsf/api_activity-1.8.0.schema.json"));

    /// Bytes of the document that goes all the way; the figure in the docs is for 40 MB.
    private static final int DOCUMENT = Integer.getInteger("sagegate.document", 2_000_000);

    private static final String LINE = "A page of text, to be sent to ann@example.com and read by nobody else.\n";

    @AfterEach
    void heal() {
        WORLD.sagemakerFront().orElseThrow().heal("papers");
    }

    private static HttpRequest.Builder to(URI base, String path) {
        return HttpRequest.newBuilder(URI.create(base + "/endpoints/papers/" + path))
                .header("authorization", "Bearer " + ISSUER.token("alice"));
    }

    private static HttpResponse<String> post(String path, String body, String... headers)
            throws IOException, InterruptedException {
        var request = to(WORLD.gateway(), path).POST(BodyPublishers.ofString(body));
        for (var i = 0; i + 1 < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> result(URI base, String id) throws IOException, InterruptedException {
        return HTTP.send(to(base, "async-invocations/" + id).build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> awaited(URI base, String id) {
        return await("result " + id)
                .atMost(PATIENCE)
                .until(() -> result(base, id), answer -> answer.statusCode() != 202);
    }

    private static String id(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return JSON.readTree(answer.body()).path("InferenceId").asText();
    }

    private static JsonNode completion(HttpResponse<?> answer) throws InterruptedException {
        var lines =
                SharedWorld.auditOf(answer.headers().firstValue("x-request-id").orElseThrow());
        lines.forEach(line -> assertThat(OCSF.validate(line)).isEmpty());
        return lines.stream().filter(SharedWorld::isCompletion).findFirst().orElseThrow();
    }

    private static String sent(HttpResponse<String> offer, String document) throws IOException, InterruptedException {
        var place = JSON.readTree(offer.body());
        var put = HttpRequest.newBuilder(URI.create(place.path("url").asText())).PUT(BodyPublishers.ofString(document));
        place.path("headers").properties().forEach(field -> {
            if (!field.getKey().equals("content-length")) {
                put.header(field.getKey(), field.getValue().asText());
            }
        });
        assertThat(HTTP.send(put.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        return place.path("inputLocation").asText();
    }

    @Test
    void aLargeDocumentGoesAllTheWayAndLeavesOneTrail() throws Exception {
        var document = LINE.repeat(DOCUMENT / LINE.length());
        try (var echo = ScriptedContainer.start((_, _, body) ->
                Response.empty(200).with("content-type", "text/plain").chunk(body))) {
            var front = WORLD.sagemakerFront().orElseThrow();
            var before = front.host("papers", HostedEndpoint.of(echo.uri())).orElseThrow();
            try {
                var wanted = "{\"contentType\":\"text/plain\",\"length\":" + document.length() + ",\"sha256\":\""
                        + Sha256.hex(document) + "\"}";
                var offer = post("uploads", wanted);
                assertThat(offer.statusCode()).as(offer.body()).isEqualTo(201);
                var location = sent(offer, document);
                var uploaded = System.nanoTime();
                var call = post(
                        "async-invocations",
                        "",
                        "content-type",
                        "text/plain",
                        "x-amzn-sagemaker-inputlocation",
                        location);
                var guarded = System.nanoTime();
                var answer = awaited(WORLD.streaming(), id(call));
                System.out.printf(
                        "%d bytes: guard and queue %d ms, run, filter and stream %d ms%n",
                        document.length(), (guarded - uploaded) / 1_000_000, (System.nanoTime() - guarded) / 1_000_000);

                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).doesNotContain("ann@example.com").hasLineCount(DOCUMENT / LINE.length());
                assertTrail(offer, call, answer);
            } finally {
                front.host("papers", before);
            }
        }
    }

    private static void assertTrail(HttpResponse<?> offer, HttpResponse<?> call, HttpResponse<?> answer)
            throws InterruptedException {
        var offered = completion(offer).path("unmapped").path("async");
        var called = completion(call).path("unmapped").path("async");
        var read = completion(answer).path("unmapped").path("async");
        assertThat(offered.path("step").asText()).isEqualTo("upload");
        assertThat(called.path("step").asText()).isEqualTo("call");
        assertThat(read.path("step").asText()).isEqualTo("result");
        assertThat(called.path("upload").asText()).isEqualTo(offered.path("id").asText());
        assertThat(read.path("id").asText()).isEqualTo(called.path("id").asText());
        assertThat(read.path("request").asText())
                .isEqualTo(call.headers().firstValue("x-request-id").orElseThrow());
        assertThat(completion(answer).path("api").path("operation").asText()).isEqualTo("GetAsyncResult");
    }

    @Test
    void aBufferedAnswerCarriesASmallResultAndSaysWhereALargeOneGoes() throws Exception {
        var big = "x".repeat(6_500_000);
        try (var large = ScriptedContainer.start((_, _, _) -> Response.of(200, "text/plain", big))) {
            var front = WORLD.sagemakerFront().orElseThrow();
            var before = front.host("papers", HostedEndpoint.of(large.uri())).orElseThrow();
            try {
                var id = id(post("async-invocations", "hello", "content-type", "text/plain"));
                var answer = awaited(WORLD.gateway(), id);

                assertThat(answer.statusCode()).isEqualTo(502);
                assertThat(answer.body()).contains("response_too_large");
                assertThat(awaited(WORLD.streaming(), id).body()).hasSize(big.length());
            } finally {
                front.host("papers", before);
            }
        }
    }

    @Test
    void aContainersErrorIsToldByItsStatus() throws Exception {
        try (var broken = ScriptedContainer.start((_, _, _) -> Response.of(418, "text/plain", "secret of the model"))) {
            var front = WORLD.sagemakerFront().orElseThrow();
            var before = front.host("papers", HostedEndpoint.of(broken.uri())).orElseThrow();
            try {
                var answer =
                        awaited(WORLD.gateway(), id(post("async-invocations", "hello", "content-type", "text/plain")));

                assertThat(answer.statusCode()).isEqualTo(424);
                assertThat(answer.body()).contains("\"original_status\":418").doesNotContain("secret of the model");
                assertThat(completion(answer)
                                .path("unmapped")
                                .path("original_status")
                                .asInt())
                        .isEqualTo(418);
            } finally {
                front.host("papers", before);
            }
        }
    }

    @Test
    void aSleepingModelsCallWaitsInItsQueue() throws Exception {
        WORLD.sagemakerFront().orElseThrow().fault("papers", Fault.ASLEEP);

        var call = post("invocations", "{\"max_tokens\":3,\"pause_ms\":1}", "content-type", "application/json");

        assertThat(call.headers().firstValue("location")).isPresent();
        assertThat(awaited(WORLD.gateway(), id(call)).statusCode()).isEqualTo(200);
    }

    @Test
    void whatACallAsksOfS3IsCounted() throws Exception {
        var id = id(post("async-invocations", "{\"max_tokens\":3}", "content-type", "application/json"));
        awaited(WORLD.gateway(), id);
        var before = List.copyOf(WORLD.s3().requests());
        result(WORLD.gateway(), id);
        var after = new ArrayList<>(WORLD.s3().requests());

        assertThat(after.subList(before.size(), after.size())).containsExactly("GET 200");
    }

    @Test
    void theFunctionsRightsAreTheOnesThatSign() throws Exception {
        var answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(WORLD.s3().endpoint() + "/" + LocalWorld.CALLS_BUCKET + "/results/x"))
                        .build(),
                BodyHandlers.ofString(StandardCharsets.UTF_8));

        assertThat(answer.statusCode()).isEqualTo(403);
    }
}
