package io.sagegate.aws.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.aws.call.Credentials;
import io.sagegate.aws.sts.AssumedRoles;
import io.sagegate.http.Headers;
import io.sagegate.identity.ApiClient;
import io.sagegate.inference.InferenceResult;
import io.sagegate.inference.Invocation;
import io.sagegate.local.LocalCalls;
import io.sagegate.local.world.FrontSettings;
import io.sagegate.local.world.ModelContainer;
import io.sagegate.local.world.SageMakerFront;
import io.sagegate.policy.Action;
import io.sagegate.policy.Permits;
import io.sagegate.policy.Target;
import io.sagegate.reason.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Calls to endpoints that are named whole: two regions' SageMaker, each of which takes only calls signed for its own.
final class RegionsTest {
    private static final Credentials OWN = new Credentials("AKIAOWN", "secret", Optional.empty());
    private static final String ROW = "17.99,10.38,122.8,1001,0.1184,0.2776,0.3001,0.1471,0.2419,0.07871,1.095,0.9053,"
            + "8.589,153.4,0.006399,0.04904,0.05373,0.01587,0.03003,0.006193,25.38,17.33,184.6,2019,0.1622,0.6656,"
            + "0.7119,0.2654,0.4601,0.1189";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private ModelContainer model;
    private SageMakerFront here;
    private SageMakerFront there;
    private SageMakerInferenceClient client;

    @BeforeEach
    void startBoth() throws IOException {
        model = ModelContainer.start();
        here = SageMakerFront.start(Map.of("tumor", model.uri()), settings("us-east-1"));
        there = SageMakerFront.start(Map.of("tumor", model.uri()), settings("eu-west-1"));
        var regions =
                new Regions("111122223333", "us-east-1", LocalCalls.call("sagemaker", here.endpoint(), OWN), region -> {
                    asked.add(region);
                    return LocalCalls.call("sagemaker", region, there.endpoint(), OWN);
                });
        // Nothing is assumed here.
        var roles = new AssumedRoles(LocalCalls.call("sts", here.endpoint(), OWN), "us-east-1", InstantSource.system());
        client = new SageMakerInferenceClient(regions, roles);
    }

    private static FrontSettings settings(String region) {
        var usual = FrontSettings.defaults();
        return new FrontSettings(
                usual.account(),
                region,
                Map.of("AKIAOWN", "secret"),
                false,
                usual.containerTimeLimit(),
                usual.streamTimeLimit(),
                usual.largestRequest(),
                usual.largestResponse(),
                usual.clock());
    }

    @AfterEach
    void stopBoth() {
        here.close();
        there.close();
        model.close();
    }

    private InferenceResult call(String endpoint) {
        var grant = Map.<String, Object>of("endpoint", endpoint, "actions", List.of("invoke"));
        var permit = Permits.of(new ApiClient("c", "k"), Action.INVOKE, grant, Target.ofEndpoint(endpoint));
        return client.invoke(new Invocation.Buffered(
                permit,
                Permits.unguarded(ROW.getBytes(StandardCharsets.UTF_8)),
                Headers.of("content-type", "text/csv"),
                Duration.ofSeconds(20)));
    }

    @Test
    void aBareNameIsCalledInTheFunctionsOwnRegion() {
        assertThat(call("tumor")).isInstanceOf(InferenceResult.Answer.class);
        assertThat(here.calls()).hasSize(1);
        assertThat(asked).isEmpty();
    }

    @Test
    void aWholeArnIsCalledByItsNameInItsRegionAndSignedForIt() {
        assertThat(call("arn:aws:sagemaker:eu-west-1:111122223333:endpoint/tumor"))
                .isInstanceOf(InferenceResult.Answer.class);
        assertThat(here.calls()).isEmpty();
        assertThat(there.calls())
                .singleElement()
                .satisfies(one -> assertThat(one.endpoint()).isEqualTo("tumor"));
        call("arn:aws:sagemaker:eu-west-1:111122223333:endpoint/tumor");
        assertThat(asked).containsExactly("eu-west-1");
    }

    @Test
    void aWholeArnOfTheOwnRegionIsTheSameAsItsName() {
        assertThat(call("arn:aws:sagemaker:us-east-1:111122223333:endpoint/tumor"))
                .isInstanceOf(InferenceResult.Answer.class);
        assertThat(here.calls()).hasSize(1);
    }

    @Test
    void anotherAccountsEndpointIsNeverANamesakeOfTheOwnAccount() {
        var result = call("arn:aws:sagemaker:us-east-1:444455556666:endpoint/tumor");
        assertThat(result)
                .isInstanceOfSatisfying(
                        InferenceResult.Failure.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.ROLE_UNAVAILABLE));
        assertThat(here.calls()).isEmpty();
    }
}
