package io.sagegate.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.identity.Credential;
import io.sagegate.identity.IamCaller;
import io.sagegate.reason.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where an IAM identity may come from, on events as AWS sends them.
final class EventReaderIdentityTest {
    private static final Path EVENTS = Path.of("src", "test", "resources", "events");
    private static final String ANALYST = "arn:aws:sts::111122223333:assumed-role/FraudAnalyst/alice";

    private static String event(String name) throws IOException {
        return Files.readString(EVENTS.resolve(name + ".json"));
    }

    private static Credential credential(String event) {
        var request = new EventReader("")
                .read(event.getBytes(StandardCharsets.UTF_8), "id", "", Instant.EPOCH)
                .request();
        return Credential.of(request.headers(), request.iam());
    }

    private static Optional<IamCaller> caller(String event) {
        return credential(event) instanceof Credential.Iam(var caller) ? Optional.of(caller) : Optional.empty();
    }

    @ParameterizedTest
    @CsvSource({
        "function-url-iam-assumed-role, " + ANALYST + ", ASIAEXAMPLE,",
        "function-url-iam-user, arn:aws:iam::111122223333:user/example-user, AKIAEXAMPLE,",
        "http-api-v2-iam-named-stage, " + ANALYST + ", ASIAEXAMPLE, us-east-1:3f291106-8703-466b-8f2b-3ecee1ca56ce",
        "rest-v1-iam, " + ANALYST + ", ASIAEXAMPLE,",
    })
    void requirement17TheIdentityIsTheRequestContextsOfThatPayloadVersion(
            String name, String arn, String accessKey, String cognito) throws IOException {
        assertThat(caller(event(name)))
                .contains(new IamCaller(arn, Optional.of(accessKey), Optional.ofNullable(cognito)));
    }

    @Test
    void requirement17CognitoPassesThroughOnTheRestApi() throws IOException {
        var event = event("rest-v1-iam")
                .replaceAll("\"cognitoIdentityId\": *null", "\"cognitoIdentityId\":\"us-east-1:abc\"");
        assertThat(caller(event).orElseThrow().cognitoIdentityId()).contains("us-east-1:abc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"function-url-none-bearer", "apigateway-rest-v1"})
    void requirement17WithoutAwssWordThereIsNoIdentity(String name) throws IOException {
        assertThat(caller(event(name))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // The other version's place, a place next to it, and wrong types.
                "{\"version\":\"2.0\",\"requestContext\":{\"http\":{\"method\":\"POST\"},\"identity\":{\"userArn\":\"ARN\"}}}",
                "{\"version\":\"2.0\",\"requestContext\":{\"http\":{\"method\":\"POST\"},\"authorizer\":{\"userArn\":\"ARN\"}}}",
                "{\"version\":\"2.0\",\"requestContext\":{\"http\":{\"method\":\"POST\"},\"authorizer\":{\"lambda\":{\"iam\":{\"userArn\":\"ARN\"}}}}}",
                "{\"version\":\"2.0\",\"requestContext\":{\"http\":{\"method\":\"POST\"},\"authorizer\":{\"iam\":{\"userArn\":[\"ARN\"]}}}}",
                "{\"version\":\"2.0\",\"requestContext\":{\"http\":{\"method\":\"POST\"}},\"authorizer\":{\"iam\":{\"userArn\":\"ARN\"}}}",
                "{\"version\":\"1.0\",\"httpMethod\":\"POST\",\"requestContext\":{\"identity\":{},\"authorizer\":{\"iam\":{\"userArn\":\"ARN\"}}}}",
                "{\"version\":\"1.0\",\"httpMethod\":\"POST\",\"requestContext\":{\"identity\":{\"userArn\":{\"a\":\"ARN\"}}}}",
                "{\"version\":\"1.0\",\"httpMethod\":\"POST\",\"requestContext\":{\"identity\":{}},\"queryStringParameters\":{\"userArn\":\"ARN\"}}",
                "{\"version\":\"2.0\",\"requestContext\":{\"http\":{\"method\":\"POST\"}},\"headers\":{\"requestcontext\":\"ARN\",\"x-amzn-userarn\":\"ARN\"}}"
            })
    void requirement17NoOtherPlaceMakesAnIdentity(String event) {
        assertThat(credential(event.replace("ARN", ANALYST))).isEqualTo(new Credential.Unusable(Reason.NO_CREDENTIAL));
    }

    @Test
    void requirement19ATokenBesideAnIamIdentityIsAmbiguousOnEveryWayIn() throws IOException {
        for (var name : new String[] {"function-url-iam-user", "http-api-v2-iam-named-stage"}) {
            var event = event(name).replaceFirst("\"headers\": *\\{", "\"headers\":{\"x-api-key\":\"sg_x\",");
            assertThat(credential(event)).isEqualTo(new Credential.Unusable(Reason.AMBIGUOUS_CREDENTIAL));
        }
        var rest = event("rest-v1-iam")
                .replaceFirst("\"multiValueHeaders\": *\\{", "\"multiValueHeaders\":{\"x-api-key\":[\"sg_x\"],");
        assertThat(credential(rest)).isEqualTo(new Credential.Unusable(Reason.AMBIGUOUS_CREDENTIAL));
    }
}
