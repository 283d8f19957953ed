package io.sagegate.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// An echo function under the real Runtime Interface Client, called through each front.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FrontsTest {
    private static final String ROLE = "arn:aws:sts::111122223333:assumed-role/BatchScorer/nightly";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private Path directory = Path.of("");

    private final EchoFunction echo = new EchoFunction();

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        directory = temporary;
        echo.open(directory, Duration.ofSeconds(20), 1);
    }

    @AfterAll
    void stop() throws IOException {
        echo.close();
    }

    @Test
    void functionUrlEventHasTheShapeOfAwsForAnIamCaller() throws Exception {
        JsonNode event = event(echo.url(), "/endpoints/fraud-xgb/invocations", ROLE);
        sameShape(event, "function-url-iam-assumed-role");
        assertThat(event.at("/requestContext/authorizer/iam/userArn").asText()).isEqualTo(ROLE);
        assertThat(event.at("/requestContext/accountId").asText()).isEqualTo("111122223333");
        assertThat(event.path("body").asText()).isEqualTo("0.1,0.2,3.4,5.6");
    }

    @Test
    void functionUrlEventHasTheShapeOfAwsForABearerCaller() throws Exception {
        HttpRequest request = post(echo.url(), "/endpoints/fraud-xgb/invocations")
                .header("Authorization", "Bearer abc")
                .build();
        JsonNode event = JSON.readTree(send(request).body());
        sameShape(event, "function-url-none-bearer");
        assertThat(event.at("/headers/authorization").asText()).isEqualTo("Bearer abc");
        assertThat(event.at("/requestContext/accountId").asText()).isEqualTo("anonymous");
    }

    @Test
    void httpApiEventOfANamedStageCarriesTheStageInPathAndContext() throws Exception {
        JsonNode event = event(echo.http(), "/prod/endpoints/fraud-xgb/invocations", ROLE);
        JsonNode sample = sample("http-api-v2-iam-named-stage");
        assertThat(paths(event.path("requestContext").path("http")))
                .isEqualTo(paths(sample.path("requestContext").path("http")));
        assertThat(event.path("rawPath").asText()).isEqualTo("/prod/endpoints/fraud-xgb/invocations");
        assertThat(event.at("/requestContext/stage").asText()).isEqualTo("prod");
        assertThat(event.at("/requestContext/authorizer/iam/userArn").asText()).isEqualTo(ROLE);
    }

    @Test
    void httpApiEventOutsideTheNamedStageBelongsToTheDefaultStage() throws Exception {
        JsonNode event = event(echo.http(), "/production/x", ROLE);
        assertThat(event.at("/requestContext/stage").asText()).isEqualTo("$default");
    }

    @Test
    void httpApiDecodesThePathWhereFunctionUrlAndRestApiDoNot() throws Exception {
        String path = "/endpoints/a%2Fb/x";
        assertThat(event(echo.http(), path, ROLE).path("rawPath").asText()).isEqualTo("/endpoints/a/b/x");
        assertThat(event(echo.url(), path, ROLE).path("rawPath").asText()).isEqualTo(path);
        assertThat(event(echo.rest(), path, ROLE).path("path").asText()).isEqualTo(path);
    }

    @Test
    void restApiEventHasTheShapeOfAws() throws Exception {
        JsonNode event = event(echo.rest(), "/endpoints/fraud-xgb/invocations?foo=bar&foo=baz", ROLE);
        JsonNode sample = sample("rest-v1-iam");
        assertThat(new TreeSet<>(event.propertyStream().map(Map.Entry::getKey).toList()))
                .isEqualTo(new TreeSet<>(
                        sample.propertyStream().map(Map.Entry::getKey).toList()));
        assertThat(paths(event.path("requestContext"))).containsAll(paths(sample.path("requestContext")));
        assertThat(event.path("path").asText()).isEqualTo("/endpoints/fraud-xgb/invocations");
        assertThat(event.at("/requestContext/path").asText()).isEqualTo("/prod/endpoints/fraud-xgb/invocations");
        assertThat(event.at("/requestContext/identity/userArn").asText()).isEqualTo(ROLE);
        assertThat(event.at("/queryStringParameters/foo").asText()).isEqualTo("baz");
        assertThat(event.at("/multiValueQueryStringParameters/foo").size()).isEqualTo(2);
    }

    @Test
    void restApiKeepsTheNamesOfHeadersAsSentAndPayload2LowersThem() throws Exception {
        String upper = "X-Custom-CASE";
        HttpRequest.Builder rest = post(echo.rest(), "/x").header(upper, "v");
        assertThat(JSON.readTree(send(rest.build()).body()).path("headers").has(upper))
                .isTrue();
        HttpRequest.Builder url = post(echo.url(), "/x").header(upper, "v").header(upper, "w");
        assertThat(JSON.readTree(send(url.build()).body())
                        .at("/headers/x-custom-case")
                        .asText())
                .isEqualTo("v,w");
    }

    @Test
    void unknownStageOfARestApiNeverReachesTheFunction() throws Exception {
        URI outside = echo.rest().resolve("/other/x");
        assertThat(send(HttpRequest.newBuilder(outside).build()).statusCode()).isEqualTo(403);
    }

    @Test
    void claimedIdentityHeaderIsRemovedFromEveryEvent() throws Exception {
        for (URI front : List.of(echo.url(), echo.http(), echo.rest())) {
            String event = event(front, "/x", ROLE).toString();
            assertThat(event).containsOnlyOnce(ROLE).doesNotContainIgnoringCase("x-local-iam");
        }
    }

    @Test
    void malformedIdentityClaimIsRefusedByTheFront() throws Exception {
        HttpRequest request =
                post(echo.url(), "/x").header("X-Local-Iam-Arn", "alice").build();
        assertThat(send(request).statusCode()).isEqualTo(400);
    }

    @Test
    void whatAwsSetsCannotBeForgedByTheClient() throws Exception {
        HttpRequest request = post(echo.url(), "/x")
                .header("X-Forwarded-Proto", "gopher")
                .header("X-Forwarded-For", "6.6.6.6")
                .build();
        JsonNode headers = JSON.readTree(send(request).body()).path("headers");
        assertThat(headers.path("x-forwarded-proto").asText()).isEqualTo("https");
        assertThat(headers.path("x-forwarded-for").asText()).endsWith("127.0.0.1");
        assertThat(headers.path("host").asText()).endsWith(".on.aws");
    }

    @Test
    void wellFormedTraceRootOfTheCallerReachesTheRuntime() throws Exception {
        String root = "Root=1-5759e988-bd862e3fe1be46a994272793";
        HttpRequest request = post(echo.url(), "/context")
                .header("X-Amzn-Trace-Id", root + ";Sampled=0")
                .build();
        assertThat(text(send(request)))
                .contains("arn:aws:lambda:us-east-1:111122223333:function:sagegate")
                .contains(root + ";Parent=")
                .contains(";Sampled=1 true marked local");
    }

    @ParameterizedTest
    @ValueSource(strings = {"url", "http", "rest"})
    void binaryBodyComesBackByteForByte(String front) throws Exception {
        byte[] bytes = new byte[100_000];
        new Random(7).nextBytes(bytes);
        HttpRequest request = HttpRequest.newBuilder(URI.create(echo.front(front) + "/bytes"))
                .header("Content-Type", "application/x-npy")
                .POST(BodyPublishers.ofByteArray(bytes))
                .build();
        HttpResponse<byte[]> response = send(request);
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().firstValue("content-type")).contains("application/x-test");
        assertThat(response.headers().firstValue("x-two")).contains("2");
        assertThat(response.body()).isEqualTo(bytes);
    }

    @Test
    void cookiesOfThePayload2AnswerBecomeSetCookieHeaders() throws Exception {
        HttpResponse<byte[]> response = send(post(echo.url(), "/x").build());
        assertThat(response.headers().allValues("set-cookie")).containsExactly("a=1", "b=2");
    }

    @ParameterizedTest
    @CsvSource({
        "url,throw,502",
        "http,throw,502",
        "rest,throw,502",
        "rest,malformed,502",
        "url,malformed,502",
        "url,large,502",
        "rest,large,502",
        "url,exit,502"
    })
    void failingFunctionGivesTheStatusOfTheFrontAndIsThereForTheNextCall(String front, String path, int status)
            throws Exception {
        HttpResponse<byte[]> failed =
                send(post(URI.create(echo.front(front)), "/" + path).build());
        assertThat(failed.statusCode()).isEqualTo(status);
        assertThat(send(post(echo.url(), "/x").build()).statusCode()).isEqualTo(201);
    }

    @Test
    void eventOverLambdasLimitIsRefusedBeforeTheFunction() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(echo.url() + "/x"))
                .POST(BodyPublishers.ofByteArray(new byte[5_000_000]))
                .build();
        assertThat(send(request).statusCode()).isEqualTo(413);
    }

    @Test
    void auditLinesAreKeptApartFromTheRestOfTheLog() throws Exception {
        send(post(echo.url(), "/log").build());
        // The answer and the output travel apart: the log may come after.
        await().untilAsserted(() -> {
            assertThat(Files.readString(directory.resolve("audit.log"))).isEqualTo("{\"class_uid\":6003,\"n\":1}\n");
            assertThat(Files.readString(directory.resolve("function.log")))
                    .contains("plain line\n")
                    .contains("class_uid 6003");
        });
    }

    private static JsonNode event(URI front, String path, String arn) throws IOException, InterruptedException {
        HttpRequest request = post(front, path).header("X-Local-Iam-Arn", arn).build();
        return JSON.readTree(send(request).body());
    }

    private static HttpRequest.Builder post(URI front, String path) {
        return HttpRequest.newBuilder(URI.create(front + path))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Content-Type", "text/csv")
                .header("Accept", "application/json")
                .header("User-Agent", "curl/8.5.0")
                .POST(BodyPublishers.ofString("0.1,0.2,3.4,5.6"));
    }

    private static HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        return CLIENT.send(request, BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static void sameShape(JsonNode event, String sample) throws IOException {
        assertThat(paths(event)).isEqualTo(paths(sample(sample)));
    }

    private static JsonNode sample(String name) throws IOException {
        return JSON.readTree(
                Path.of("src/test/resources/events", name + ".json").toFile());
    }

    /// Every path in the document with the kind of value at its end.
    private static Set<String> paths(JsonNode node) {
        Set<String> paths = new TreeSet<>();
        collect(node, "", paths);
        return paths;
    }

    private static void collect(JsonNode node, String path, Set<String> paths) {
        if (node.isObject()) {
            node.propertyStream().forEach(f -> collect(f.getValue(), path + "/" + f.getKey(), paths));
        } else {
            paths.add(path + ":" + node.getNodeType());
        }
    }
}
