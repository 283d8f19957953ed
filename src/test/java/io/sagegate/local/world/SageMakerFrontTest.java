package io.sagegate.local.world;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.sagegate.local.world.ScriptedContainer.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;
import software.amazon.awssdk.services.sagemakerruntime.model.InternalDependencyException;
import software.amazon.awssdk.services.sagemakerruntime.model.InternalFailureException;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointAsyncResponse;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointResponse;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelErrorException;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelNotReadyException;
import software.amazon.awssdk.services.sagemakerruntime.model.ServiceUnavailableException;
import software.amazon.awssdk.services.sagemakerruntime.model.ValidationErrorException;

/// The buffered operations, through the real SDK's client over CRT.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SageMakerFrontTest {
    private final ModelContainer model;
    private final ScriptedContainer scripted;
    private final SageMakerFront front;
    private final SageMakerRuntimeClient client;

    SageMakerFrontTest() throws IOException {
        model = ModelContainer.start();
        scripted = ScriptedContainer.start(SageMakerFrontTest::script);
        front = SageMakerFront.serve(
                Map.of(
                        "tumor-xgb",
                        HostedEndpoint.of(model.uri()),
                        "scripted",
                        HostedEndpoint.of(scripted.uri()).withVariants(Map.of("blue", model.uri())),
                        "components",
                        HostedEndpoint.of(scripted.uri()).withComponents(Map.of("llama", scripted.uri())),
                        "many-models",
                        HostedEndpoint.of(scripted.uri()).withTargetModels(Set.of("a.tar.gz"))),
                FrontSettings.defaults()
                        .withSecrets(Map.of(RuntimeClients.ACCESS_KEY, RuntimeClients.SECRET))
                        .withTimeLimits(Duration.ofSeconds(1), Duration.ofSeconds(60)));
        client = RuntimeClients.sync(front.endpoint());
    }

    @AfterAll
    void stop() {
        client.close();
        front.close();
        scripted.close();
        model.close();
    }

    private static Response script(String path, Map<String, String> headers, byte[] body) {
        return switch (new String(body, StandardCharsets.UTF_8)) {
            case "fail" -> Response.of(500, "text/plain", "the forest burns");
            case "refuse" -> Response.of(400, "text/plain", "too few features");
            case "late" -> Response.empty(200).pause(Duration.ofSeconds(30)).chunk("never seen");
            case "break" -> Response.of(200, "text/plain", "half").cut();
            case "huge" -> Response.empty(200).chunk(new byte[6 * 1024 * 1024 + 1]);
            case "session" ->
                Response.of(200, "text/plain", "opened").with("X-Amzn-SageMaker-New-Session-Id", "s-1; Expires=2030");
            case "headers" -> Response.of(200, "text/plain", String.join("\n", headers.keySet()));
            default -> Response.of(200, "text/plain", "");
        };
    }

    @Test
    void aSignedCallGetsTheModelsPredictionAndTheRuntimesHeaders() throws Exception {
        String features = features();

        InvokeEndpointResponse answer = client.invokeEndpoint(request -> request.endpointName("tumor-xgb")
                .contentType("text/csv")
                .accept("application/json")
                .customAttributes("trace=1")
                .body(SdkBytes.fromUtf8String(features)));

        assertThat(answer.body().asUtf8String()).contains("\"label\":\"malignant\"");
        assertThat(answer.contentType()).isEqualTo("application/json");
        assertThat(answer.invokedProductionVariant()).isEqualTo("AllTraffic");
        assertThat(answer.customAttributes()).isEqualTo("model=tumor-xgb");
        assertThat(answer.responseMetadata().requestId()).isNotEqualTo("UNKNOWN");
    }

    private static String features() throws IOException {
        LabelledRows rows = TumorModel.heldOut();
        int row = 0;
        while (!rows.malignant(row)) {
            row++;
        }
        return rows.features(row);
    }

    @Test
    void aTakenCallIsRememberedWithItsKeyHeadersAndBody() {
        invoke("scripted", "remember me");

        assertThat(front.calls())
                .filteredOn(call -> call.text().equals("remember me"))
                .singleElement()
                .satisfies(call -> {
                    assertThat(call.accessKey()).isEqualTo(RuntimeClients.ACCESS_KEY);
                    assertThat(call.endpoint()).isEqualTo("scripted");
                    assertThat(call.operation()).isEqualTo("invocations");
                    assertThat(call.size()).isEqualTo(11);
                    assertThat(call.header("x-amzn-sagemaker-inference-id")).isEqualTo("id-1");
                    assertThat(call.toString()).doesNotContain("remember me", "id-1");
                });
    }

    @Test
    void theContainerSeesTheModelsHeadersAndNoCredential() {
        String seen = invoke("scripted", "headers").body().asUtf8String();

        assertThat(seen.lines()).contains("content-type", "x-amzn-sagemaker-inference-id");
        assertThat(seen.lines()).doesNotContain("authorization", "x-amz-date", "amz-sdk-invocation-id");
    }

    @Test
    void aSessionTheModelOpensReachesTheCaller() {
        assertThat(invoke("scripted", "session").newSessionId()).isEqualTo("s-1; Expires=2030");
    }

    @ParameterizedTest
    @CsvSource({"fail,500,the forest burns,server", "refuse,400,too few features,client"})
    void aModelsErrorIsAModelErrorWithItsStatusAndText(String body, int status, String text, String side) {
        ModelErrorException error = catchThrowableOfType(ModelErrorException.class, () -> invoke("scripted", body));

        assertThat(error.statusCode()).isEqualTo(424);
        assertThat(error.originalStatusCode()).isEqualTo(status);
        assertThat(error.originalMessage()).isEqualTo(text);
        assertThat(error.logStreamArn())
                .isEqualTo("arn:aws:logs:us-east-1:111122223333:log-group:/aws/sagemaker/Endpoints/scripted");
        assertThat(error.awsErrorDetails().errorMessage())
                .startsWith("Received " + side + " error (" + status + ") from primary with message \"" + text + "\".");
    }

    @Test
    void aModelThatAnswersTooLateIsAModelErrorOfStatusZero() {
        ModelErrorException error = catchThrowableOfType(ModelErrorException.class, () -> invoke("scripted", "late"));

        assertThat(error.originalStatusCode()).isZero();
        assertThat(error.originalMessage()).startsWith("Your invocation timed out");
    }

    @ParameterizedTest
    @CsvSource({"break", "huge"})
    void aModelsAnswerThatCannotBeLoadedWholeIsAModelError(String body) {
        assertThatThrownBy(() -> invoke("scripted", body))
                .isInstanceOf(ModelErrorException.class)
                .hasMessageContaining("could not load the entire response body");
    }

    @Test
    void anUnknownEndpointIsAValidationError() {
        assertThatThrownBy(() -> invoke("nobody", "x"))
                .isInstanceOf(ValidationErrorException.class)
                .hasMessageContaining("Endpoint nobody of account 111122223333 not found.");
    }

    @Test
    void aNamedVariantAnswersForItself() throws Exception {
        InvokeEndpointResponse answer = client.invokeEndpoint(request("scripted", features()).toBuilder()
                .contentType("text/csv")
                .targetVariant("blue")
                .build());

        assertThat(answer.invokedProductionVariant()).isEqualTo("blue");
        assertThat(answer.body().asUtf8String()).contains("malignant");
    }

    @Test
    void targetsThatDoNotExistAreValidationErrors() {
        InvokeEndpointRequest scriptedCall = request("scripted", "x");

        assertInvalid(scriptedCall.toBuilder().targetVariant("green").build());
        assertInvalid(scriptedCall.toBuilder().inferenceComponentName("llama").build());
        assertInvalid(scriptedCall.toBuilder().targetModel("a.tar.gz").build());
        assertInvalid(
                request("many-models", "x").toBuilder().targetModel("b.tar.gz").build());
        assertInvalid(request("components", "x"));
        assertInvalid(request("components", "x").toBuilder()
                .inferenceComponentName("mistral")
                .build());
    }

    @Test
    void targetsThatExistAreCalled() {
        client.invokeEndpoint(
                request("many-models", "x").toBuilder().targetModel("a.tar.gz").build());
        client.invokeEndpoint(request("components", "x").toBuilder()
                .inferenceComponentName("llama")
                .build());
    }

    private void assertInvalid(InvokeEndpointRequest request) {
        assertThatThrownBy(() -> client.invokeEndpoint(request)).isInstanceOf(ValidationErrorException.class);
    }

    @Test
    void aBodyOverSixMebibytesIsRefusedWith413() {
        AwsServiceException error = catchThrowableOfType(
                AwsServiceException.class, () -> invoke("scripted", "x".repeat(6 * 1024 * 1024 + 1)));

        assertThat(error.statusCode()).isEqualTo(413);
        assertThat(error.awsErrorDetails().errorMessage()).isEqualTo("HTTP content length exceeded 6291456 bytes.");
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"HANG", "CUT_CONNECTION", "CUT_INSIDE"})
    void everyErrorKindIsTheSdksOwnException(Fault fault) {
        front.fault("tumor-xgb", fault);
        try {
            AwsServiceException error = catchThrowableOfType(AwsServiceException.class, () -> invoke("tumor-xgb", "x"));

            switch (fault) {
                case THROTTLE -> {
                    assertThat(error.isThrottlingException()).isTrue();
                    assertThat(error.statusCode()).isEqualTo(400);
                }
                case UNAVAILABLE -> assertThat(error).isInstanceOf(ServiceUnavailableException.class);
                case ASLEEP -> assertThat(error).isInstanceOf(ValidationErrorException.class);
                case NOT_READY -> assertThat(error).isInstanceOf(ModelNotReadyException.class);
                case DEPENDENCY -> assertThat(error).isInstanceOf(InternalDependencyException.class);
                default -> assertThat(error).isInstanceOf(InternalFailureException.class);
            }
        } finally {
            front.heal("tumor-xgb");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"CUT_CONNECTION", "CUT_INSIDE"})
    void aCutConnectionIsNoAnswer(Fault fault) throws Exception {
        String features = features();
        front.fault("tumor-xgb", fault);
        try {
            assertThatThrownBy(() -> client.invokeEndpoint(request("tumor-xgb", features).toBuilder()
                            .contentType("text/csv")
                            .build()))
                    .isInstanceOf(SdkClientException.class);
        } finally {
            front.heal("tumor-xgb");
        }
    }

    @Test
    void aHangingRuntimeAnswersNothingUntilItIsStopped() throws Exception {
        SageMakerFront hanging = SageMakerFront.start(Map.of("e", scripted.uri()));
        hanging.fault("e", Fault.HANG);
        try (SageMakerRuntimeClient caller = RuntimeClients.sync(hanging.endpoint())) {
            CompletableFuture<InvokeEndpointResponse> answer =
                    CompletableFuture.supplyAsync(() -> caller.invokeEndpoint(request("e", "x")));
            await().until(() -> !hanging.calls().isEmpty());

            hanging.close();

            assertThatThrownBy(() -> answer.get(20, SECONDS)).hasCauseInstanceOf(SdkClientException.class);
        }
    }

    @Test
    void anAsyncCallWithBothPlaceAndBodyIsAValidationError() {
        assertThatThrownBy(() -> client.invokeEndpointAsync(request -> request.endpointName("scripted")
                        .inputLocation("s3://bucket/input.csv")
                        .body(SdkBytes.fromUtf8String("1,2,3"))))
                .isInstanceOf(ValidationErrorException.class);
    }

    @Test
    void anAsyncCallIsTakenWithTheResultsPlace() {
        InvokeEndpointAsyncResponse answer = client.invokeEndpointAsync(request -> request.endpointName("scripted")
                .inputLocation("s3://bucket/input.csv")
                .inferenceId("job-1"));

        assertThat(answer.sdkHttpResponse().statusCode()).isEqualTo(202);
        assertThat(answer.inferenceId()).isEqualTo("job-1");
        assertThat(answer.outputLocation()).startsWith("s3://sagemaker-us-east-1-111122223333/scripted/output/");
        assertThat(answer.failureLocation()).startsWith("s3://sagemaker-us-east-1-111122223333/scripted/failure/");
    }

    private InvokeEndpointResponse invoke(String endpoint, String body) {
        return client.invokeEndpoint(request(endpoint, body));
    }

    private static InvokeEndpointRequest request(String endpoint, String body) {
        return InvokeEndpointRequest.builder()
                .endpointName(endpoint)
                .contentType("text/plain")
                .inferenceId("id-1")
                .body(SdkBytes.fromUtf8String(body))
                .build();
    }
}
