package io.sagegate.local.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sagegate.local.world.ScriptedContainer.Response;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;

/// Who may call: only a caller whose signature AWS would take.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SageMakerFrontSignatureTest {
    private static final Map<String, String> KNOWN = Map.of(RuntimeClients.ACCESS_KEY, RuntimeClients.SECRET);

    private final ScriptedContainer container;
    private final HttpClient http = HttpClient.newHttpClient();

    SageMakerFrontSignatureTest() throws IOException {
        container = ScriptedContainer.start((path, headers, body) -> Response.of(200, "text/plain", "answered"));
    }

    @AfterAll
    void stop() {
        http.close();
        container.close();
    }

    private SageMakerFront front(FrontSettings settings) throws IOException {
        return SageMakerFront.start(Map.of("e", container.uri()), settings);
    }

    @Test
    void anUnsignedCallIsRefusedAndNeverRemembered() throws Exception {
        try (SageMakerFront front = front(FrontSettings.defaults())) {
            HttpResponse<String> answer = http.send(post(front).build(), HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.headers().firstValue("x-amzn-ErrorType")).hasValue("MissingAuthenticationTokenException");
            assertThat(answer.body()).isEqualTo("{\"message\":\"Missing Authentication Token\"}");
            assertThat(front.calls()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer eyJhbGciOiJub25lIn0.e30.",
                "AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/sagemaker/aws4_request, Signature=00",
                "AWS4-HMAC-SHA256 Credential=AKID, SignedHeaders=host;x-amz-date, Signature=00"
            })
    void aMalformedAuthorizationIsAnIncompleteSignature(String authorization) throws Exception {
        try (SageMakerFront front = front(FrontSettings.defaults())) {
            HttpResponse<String> answer = http.send(
                    post(front).header("Authorization", authorization).build(), HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.headers().firstValue("x-amzn-ErrorType")).hasValue("IncompleteSignatureException");
        }
    }

    @Test
    void aRightSignatureIsTaken() throws Exception {
        try (SageMakerFront front = front(FrontSettings.defaults().withSecrets(KNOWN))) {
            assertThat(call(front, RuntimeClients.ACCESS_KEY, RuntimeClients.SECRET, Region.US_EAST_1))
                    .isEqualTo("answered");
        }
    }

    @Test
    void anyWellFormedSignatureIsTakenWhenNoKeyIsKnown() throws Exception {
        try (SageMakerFront front = front(FrontSettings.defaults())) {
            assertThat(call(front, "AKIDANYBODY", "anything", Region.US_EAST_1)).isEqualTo("answered");
        }
    }

    @Test
    void strangersAreTakenWhereTheyAreAskedInAndKnownKeysAreStillVerified() throws Exception {
        try (SageMakerFront front = front(FrontSettings.defaults().withSecretsAndStrangers(KNOWN))) {
            front.learn("ASIASESSION", "session-secret", "session-token", Optional.empty());

            assertThat(call(front, "AKIDSTRANGER", "anything", Region.US_EAST_1))
                    .isEqualTo("answered");
            assertThat(refusal(front, RuntimeClients.ACCESS_KEY, "another-secret", Region.US_EAST_1))
                    .isEqualTo("InvalidSignatureException");
            assertThat(refusal(front, "ASIASESSION", "session-secret", Region.US_EAST_1))
                    .isEqualTo("UnrecognizedClientException");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "AKIDEXAMPLE, another-secret, us-east-1, InvalidSignatureException",
        "AKIDSTRANGER, another-secret, us-east-1, UnrecognizedClientException",
        "AKIDEXAMPLE, wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY, eu-west-1, InvalidSignatureException"
    })
    void anotherSecretKeyOrRegionIsRefused(String key, String secret, String region, String error) throws Exception {
        try (SageMakerFront front = front(FrontSettings.defaults().withSecrets(KNOWN))) {
            assertThat(refusal(front, key, secret, Region.of(region))).isEqualTo(error);
        }
    }

    @ParameterizedTest
    @CsvSource({"PT6M", "-PT6M"})
    void aSignatureMoreThanFiveMinutesOffIsRefused(Duration drift) throws Exception {
        InstantSource drifted = () -> Instant.now().plus(drift);
        try (SageMakerFront front =
                front(FrontSettings.defaults().withSecrets(KNOWN).withClock(drifted))) {
            assertThat(refusal(front, RuntimeClients.ACCESS_KEY, RuntimeClients.SECRET, Region.US_EAST_1))
                    .isEqualTo("InvalidSignatureException");
        }
    }

    @ParameterizedTest
    @CsvSource({"PT4M", "-PT4M"})
    void aSignatureLessThanFiveMinutesOffIsTaken(Duration drift) throws Exception {
        InstantSource drifted = () -> Instant.now().plus(drift);
        try (SageMakerFront front =
                front(FrontSettings.defaults().withSecrets(KNOWN).withClock(drifted))) {
            assertThat(call(front, RuntimeClients.ACCESS_KEY, RuntimeClients.SECRET, Region.US_EAST_1))
                    .isEqualTo("answered");
        }
    }

    @Test
    void theSecretsAreNotPrinted() {
        assertThat(FrontSettings.defaults().withSecrets(KNOWN).toString())
                .contains(RuntimeClients.ACCESS_KEY)
                .doesNotContain(RuntimeClients.SECRET);
    }

    private static HttpRequest.Builder post(SageMakerFront front) {
        return HttpRequest.newBuilder(front.endpoint().resolve("/endpoints/e/invocations"))
                .POST(HttpRequest.BodyPublishers.ofString("x"));
    }

    private static String refusal(SageMakerFront front, String key, String secret, Region region) {
        AwsServiceException error =
                catchThrowableOfType(AwsServiceException.class, () -> call(front, key, secret, region));
        assertThat(error).as("a refusal").isNotNull();
        assertThat(error.statusCode()).isEqualTo(403);
        return error.awsErrorDetails().errorCode();
    }

    private static String call(SageMakerFront front, String key, String secret, Region region) {
        try (SageMakerRuntimeClient client = RuntimeClients.sync(front.endpoint(), key, secret, region)) {
            return client.invokeEndpoint(request -> request.endpointName("e")
                            .customAttributes("a=1,  b=2")
                            .body(SdkBytes.fromUtf8String("x")))
                    .body()
                    .asUtf8String();
        }
    }
}
