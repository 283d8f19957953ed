package io.sagegate.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sagegate.local.world.Fault;
import io.sagegate.local.world.RuntimeCall;
import io.sagegate.local.world.SageMakerFront;
import io.sagegate.local.world.ScriptedContainer;
import io.sagegate.local.world.ScriptedContainer.Response;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.crt.AwsCrtAsyncHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeAsyncClient;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointWithResponseStreamResponse;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelErrorException;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelStreamErrorException;
import software.amazon.awssdk.services.sagemakerruntime.model.PayloadPart;
import software.amazon.awssdk.services.sagemakerruntime.model.SageMakerRuntimeException;

/// All of SageMaker Runtime through the gateway: AWS's own SDK pointed at it, and every field of its API.
@ResourceLock(SharedWorld.MODELS)
final class OperationsTest {
    private static final LocalWorld WORLD = SharedWorld.get();
    private static final LocalIssuer ISSUER = WORLD.localIssuer().orElseThrow();
    private static final SageMakerFront FRONT = WORLD.sagemakerFront().orElseThrow();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private static <B extends AwsClientBuilder<B, C>, C> B pointed(B builder, URI gateway, String caller) {
        return builder.endpointOverride(gateway)
                .region(Region.US_EAST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .overrideConfiguration(config -> config.retryStrategy(AwsRetryStrategy.doNotRetry())
                        .putHeader("Authorization", "Bearer " + ISSUER.token(caller)));
    }

    private static SageMakerRuntimeClient sync(URI gateway, String caller) {
        return pointed(SageMakerRuntimeClient.builder(), gateway, caller)
                .httpClient(AwsCrtHttpClient.create())
                .build();
    }

    private static HttpResponse<String> post(String path, String body, String... headers)
            throws IOException, InterruptedException {
        return post(path, BodyPublishers.ofString(body), BodyHandlers.ofString(), headers);
    }

    private static <T> HttpResponse<T> post(
            String path, HttpRequest.BodyPublisher body, HttpResponse.BodyHandler<T> handler, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(WORLD.gateway() + path))
                .header("authorization", "Bearer " + ISSUER.token("alice"))
                .POST(body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), handler);
    }

    private static String reason(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body()).path("reason").asText();
    }

    @Test
    void theSdkInvokesThroughTheGatewayWithABearerTokenInPlaceOfASignature() throws Exception {
        var row = row();
        try (var client = sync(WORLD.gateway(), "alice")) {
            var answer = client.invokeEndpoint(request ->
                    request.endpointName("tumor-xgb").contentType("text/csv").body(SdkBytes.fromUtf8String(row)));

            assertThat(answer.body().asUtf8String()).contains("predictions");
            assertThat(answer.invokedProductionVariant()).isEqualTo("AllTraffic");
        }
    }

    private static String row() throws IOException {
        return SampleCall.read().features();
    }

    @Test
    void theSdkSeesARefusalAsAnErrorWithItsStatus() {
        try (var client = sync(WORLD.gateway(), "mallory")) {
            var refused = catchThrowableOfType(
                    SageMakerRuntimeException.class,
                    () -> client.invokeEndpoint(
                            request -> request.endpointName("tumor-xgb").body(SdkBytes.fromUtf8String("1"))));

            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
            assertThat(refused.awsErrorDetails().errorMessage()).isEqualTo("No grant allows this call. (not_granted)");
        }
    }

    @Test
    void theSdkSeesAModelsFailureAsSageMakerWouldTellIt() {
        try (var client = sync(WORLD.gateway(), "alice")) {
            var failed = catchThrowableOfType(
                    ModelErrorException.class,
                    () -> client.invokeEndpoint(request -> request.endpointName("tumor-xgb")
                            .contentType("text/csv")
                            .body(SdkBytes.fromUtf8String("1,2,3"))));

            assertThat(failed.originalStatusCode()).isEqualTo(400);
            assertThat(failed.awsErrorDetails().errorMessage()).endsWith("(model_error)");
        }
    }

    @Test
    void theSdkQueuesThroughTheGateway() {
        try (var client = sync(WORLD.gateway(), "alice")) {
            var answer = client.invokeEndpointAsync(request -> request.endpointName("tale-llm")
                    .inputLocation("s3://clinic-inputs/notes/one.json")
                    .requestTTLSeconds(600)
                    .invocationTimeoutSeconds(120)
                    .filename("one.out"));

            assertThat(answer.outputLocation()).startsWith("s3://sagegate-calls/results/tale-llm/output/");
            assertThat(answer.failureLocation()).contains("/failure/");
            assertThat(answer.inferenceId()).isNotBlank();
            RuntimeCall call = FRONT.calls().getLast();
            assertThat(call.operation()).isEqualTo("async-invocations");
            assertThat(call.header("x-amzn-sagemaker-inputlocation")).isEqualTo("s3://clinic-inputs/notes/one.json");
            assertThat(call.header("x-amzn-sagemaker-requestttlseconds")).isEqualTo("600");
            assertThat(call.header("x-amzn-sagemaker-invocationtimeoutseconds")).isEqualTo("120");
            assertThat(call.header("x-amzn-sagemaker-filename")).matches("[0-9a-f-]{36}-one\\.out");
        }
    }

    @Test
    void theSdkStreamsThroughTheGateway() throws Exception {
        for (var gateway : List.of(WORLD.streaming(), WORLD.gateway())) {
            var stream = new Stream();
            stream.run(gateway);

            assertThat(String.join("", stream.parts)).isEqualTo("Alice was beginning to get ");
            assertThat(stream.head.get().contentType()).startsWith("text/plain");
            assertThat(stream.head.get().invokedProductionVariant()).isEqualTo("AllTraffic");
        }
    }

    @Test
    void theSdkSeesABrokenStreamAsModelStreamError() throws Exception {
        FRONT.fault("tale-llm", Fault.STREAM_FAILURE);
        try {
            var stream = new Stream();
            assertThatThrownBy(() -> stream.run(WORLD.streaming()))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(ModelStreamErrorException.class)
                    .hasMessageContaining("model_stream_error");
            assertThat(stream.parts).containsExactly("Alice ");
        } finally {
            FRONT.heal("tale-llm");
        }
    }

    /// One call of the streaming operation.
    private static final class Stream {
        private final List<String> parts = new CopyOnWriteArrayList<>();
        private final AtomicReference<InvokeEndpointWithResponseStreamResponse> head = new AtomicReference<>();

        void run(URI gateway) throws Exception {
            try (var client = pointed(SageMakerRuntimeAsyncClient.builder(), gateway, "alice")
                    .httpClient(AwsCrtAsyncHttpClient.create())
                    .build()) {
                client.invokeEndpointWithResponseStream(
                                request -> request.endpointName("tale-llm")
                                        .contentType("application/json")
                                        .accept("text/plain")
                                        .body(SdkBytes.fromUtf8String("{\"max_tokens\":5,\"pause_ms\":5}")),
                                InvokeEndpointWithResponseStreamResponseHandler.builder()
                                        .onResponse(head::set)
                                        .subscriber(event -> {
                                            if (event instanceof PayloadPart part) {
                                                parts.add(part.bytes().asUtf8String());
                                            }
                                        })
                                        .build())
                        .get(30, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void anAsynchronousCallMayCarryItsInputInline() throws Exception {
        var answer = post("/endpoints/tale-llm/async-invocations", "{}", "content-type", "application/json");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("x-amzn-sagemaker-outputlocation"))
                .isPresent();
        assertThat(JSON.readTree(answer.body()).path("OutputLocation").asText()).startsWith("s3://");
        assertThat(FRONT.calls().getLast().text()).isEqualTo("{}");
        var lines =
                SharedWorld.auditOf(answer.headers().firstValue("x-request-id").orElseThrow());
        assertThat(lines).hasSize(2);
    }

    @Test
    void anAsynchronousCallReadsOnlyFromPlacesThatTheGrantNames() throws Exception {
        for (var place : List.of(
                "s3://clinic-inputs/secrets/one.json",
                "s3://clinic-inputs/notes-of-others/one.json",
                "s3://clinic-inputs-evil/notes/one.json",
                "s3://other/notes/one.json")) {
            var answer = post("/endpoints/tale-llm/async-invocations", "", "x-amzn-sagemaker-inputlocation", place);
            assertThat(answer.statusCode()).as(place).isEqualTo(403);
            assertThat(reason(answer)).isEqualTo("input_not_granted");
        }
        for (var place : List.of(
                "s3://clinic-inputs/notes/../secrets/one.json",
                "s3://clinic-inputs/notes/",
                "s3://clinic-inputs/notes/*",
                "s3://clinic-inputs/notes/%2e%2e/x",
                "https://clinic-inputs/notes/one.json")) {
            var answer = post("/endpoints/tale-llm/async-invocations", "", "x-amzn-sagemaker-inputlocation", place);
            assertThat(answer.statusCode()).as(place).isEqualTo(400);
            assertThat(reason(answer)).isEqualTo("malformed_header");
        }
    }

    @Test
    void anAsynchronousCallNeedsExactlyOneInputOfABearableSize() throws Exception {
        var path = "/endpoints/tale-llm/async-invocations";

        assertThat(reason(post(path, ""))).isEqualTo("malformed_body");
        assertThat(reason(post(path, "{}", "x-amzn-sagemaker-inputlocation", "s3://clinic-inputs/notes/a")))
                .isEqualTo("malformed_body");
        assertThat(reason(post(path, "x".repeat(128_001)))).isEqualTo("body_too_large");
        assertThat(reason(post(path, "{}", "x-amzn-sagemaker-requestttlseconds", "59")))
                .isEqualTo("malformed_header");
        assertThat(reason(post(path, "{}", "x-amzn-sagemaker-invocationtimeoutseconds", "3601")))
                .isEqualTo("malformed_header");
        assertThat(reason(post(path, "{}", "x-amzn-sagemaker-filename", "../x")))
                .isEqualTo("malformed_header");
    }

    @Test
    void asynchronousAndStreamingCallsNeedGrantsOfTheirOwn() throws Exception {
        assertThat(reason(post("/endpoints/tumor-xgb/async-invocations", "{}"))).isEqualTo("not_granted");
        assertThat(reason(post("/endpoints/tumor-xgb/invocations-response-stream", "{}")))
                .isEqualTo("not_granted");
    }

    @Test
    void aSessionIsOpenedKeptAndClosed() throws Exception {
        var path = "/endpoints/tale-llm/invocations";
        var opened = post(path, "{\"max_tokens\":2}", "x-amzn-sagemaker-session-id", "NEW_SESSION");
        var id = opened.headers()
                .firstValue("x-amzn-sagemaker-new-session-id")
                .orElseThrow()
                .split(";", 2)[0];

        var kept = post(path, "{\"max_tokens\":2}", "x-amzn-sagemaker-session-id", id);
        var closed = post(path, "{\"max_tokens\":1,\"close\":true}", "x-amzn-sagemaker-session-id", id);

        assertThat(opened.body()).contains("Alice was ");
        assertThat(kept.body()).contains("beginning to ");
        assertThat(closed.headers().firstValue("x-amzn-sagemaker-closed-session-id"))
                .contains(id);
    }

    @Test
    void everyFieldOfTheApiReachesTheModelAndNothingElseDoes() throws Exception {
        post(
                "/endpoints/tumor-variants/invocations",
                row(),
                "content-type",
                "text/csv",
                "accept",
                "text/csv",
                "x-amzn-sagemaker-inference-id",
                "my-own-id",
                "x-amzn-sagemaker-enable-explanations",
                "`true`",
                "x-amzn-sagemaker-prefix-aware-id",
                "conversation-7",
                "x-amzn-sagemaker-custom-attributes",
                "color=blue",
                "x-amzn-sagemaker-inputlocation",
                "s3://not/for-this",
                "x-secret",
                "1");

        RuntimeCall call = FRONT.calls().getLast();
        assertThat(call.header("x-amzn-sagemaker-target-variant")).isEqualTo("Shadow");
        assertThat(call.header("x-amzn-sagemaker-target-model")).isEqualTo("eu/tumor.tar.gz");
        assertThat(call.header("x-amzn-sagemaker-inference-id")).isEqualTo("my-own-id");
        assertThat(call.header("x-amzn-sagemaker-enable-explanations")).isEqualTo("`true`");
        assertThat(call.header("x-amzn-sagemaker-prefix-aware-id")).isEqualTo("conversation-7");
        assertThat(call.header("x-amzn-sagemaker-custom-attributes")).startsWith("color=blue,traceparent=00-");
        assertThat(call.header("accept")).isEqualTo("text/csv");
        assertThat(call.headers()).doesNotContainKeys("x-secret", "x-amzn-sagemaker-inputlocation");
        assertThat(call.headers().toString()).doesNotContain("Bearer");
    }

    @Test
    void anInferenceComponentIsReachedOnlyByTheGrantsName() throws Exception {
        var path = "/endpoints/tale-components/invocations";
        var named = post(path, "{\"max_tokens\":1}", "x-amzn-sagemaker-inference-component", "alice-1");
        var implied = post(path, "{\"max_tokens\":1}");
        var other = post(path, "{\"max_tokens\":1}", "x-amzn-sagemaker-inference-component", "alice-2");

        assertThat(named.body()).contains("Alice ");
        assertThat(implied.statusCode()).isEqualTo(200);
        assertThat(reason(other)).isEqualTo("target_not_granted");
    }

    @Test
    void binaryBodiesOfSeveralMegabytesGoBothWaysUnchanged() throws Exception {
        var bytes = new byte[4_000_000];
        new Random(7).nextBytes(bytes);
        try (var echo = ScriptedContainer.start((_, _, body) ->
                Response.empty(200).with("Content-Type", "application/x-npy").chunk(body))) {
            var before = FRONT.host("tale-llm", io.sagegate.local.world.HostedEndpoint.of(echo.uri()))
                    .orElseThrow();
            try {
                var answer = post(
                        "/endpoints/tale-llm/invocations",
                        BodyPublishers.ofByteArray(bytes),
                        BodyHandlers.ofByteArray(),
                        "content-type",
                        "application/x-npy");
                assertThat(answer.headers().firstValue("content-type")).contains("application/x-npy");
                assertThat(answer.body()).isEqualTo(bytes);
            } finally {
                FRONT.host("tale-llm", before);
            }
        }
    }
}
