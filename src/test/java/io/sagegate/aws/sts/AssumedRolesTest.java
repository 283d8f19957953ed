package io.sagegate.aws.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sagegate.aws.call.AwsCall;
import io.sagegate.aws.call.Credentials;
import io.sagegate.aws.call.Service;
import io.sagegate.aws.call.TimeLeft;
import io.sagegate.aws.sagemaker.Regions;
import io.sagegate.aws.sagemaker.SageMakerInferenceClient;
import io.sagegate.http.Headers;
import io.sagegate.identity.ApiClient;
import io.sagegate.identity.IamIdentity;
import io.sagegate.identity.OidcUser;
import io.sagegate.identity.Principal;
import io.sagegate.inference.InferenceResult;
import io.sagegate.inference.Invocation;
import io.sagegate.local.LocalCalls;
import io.sagegate.local.world.FrontSettings;
import io.sagegate.local.world.ModelContainer;
import io.sagegate.local.world.SageMakerFront;
import io.sagegate.local.world.StsFront;
import io.sagegate.policy.Action;
import io.sagegate.policy.Decision;
import io.sagegate.policy.Permits;
import io.sagegate.reason.Reason;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AssumedRolesTest {
    private static final String ROLE = "arn:aws:iam::111122223333:role/TumorInvoker";
    private static final String OWN_KEY = "AKIAGATEWAYOWNROLE00";
    private static final TimeLeft LONG = TimeLeft.of(Duration.ofHours(1));

    private static final String ROW =
            "17.99,10.38,122.8,1001,0.1184,0.2776,0.3001,0.1471,0.2419,0.07871,1.095,0.9053,8.589,153.4,"
                    + "0.006399,0.04904,0.05373,0.01587,0.03003,0.006193,25.38,17.33,184.6,2019,0.1622,0.6656,0.7119,"
                    + "0.2654,0.4601,0.1189";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final ModelContainer model;
    private final SageMakerFront sagemaker;
    private final StsFront sts;
    private final AwsCall runtime;
    private final AwsCall stsCalls;
    private AssumedRoles roles;

    AssumedRolesTest() throws Exception {
        var settings = FrontSettings.defaults().withSecrets(Map.of(OWN_KEY, "own-secret"));
        model = ModelContainer.start();
        sagemaker = SageMakerFront.start(Map.of("tumor-xgb", model.uri(), "other", model.uri()), settings);
        sts = StsFront.start(Set.of(ROLE), sagemaker, settings);
        var own = new Credentials(OWN_KEY, "own-secret", Optional.empty());
        runtime = LocalCalls.call("sagemaker", sagemaker.endpoint(), own);
        stsCalls = LocalCalls.call("sts", sts.endpoint(), own);
        roles = fresh();
    }

    private AssumedRoles fresh() {
        return new AssumedRoles(stsCalls, "us-east-1", now::get);
    }

    private static <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configured(
            B builder, URI endpoint) {
        return builder.region(Region.US_EAST_1)
                .endpointOverride(endpoint)
                .httpClientBuilder(UrlConnectionHttpClient.builder());
    }

    @BeforeAll
    void noCallsYet() {
        assertThat(sagemaker.calls()).isEmpty();
    }

    @BeforeEach
    void start() {
        now.set(Instant.now());
        roles = fresh();
        sts.breaks(false);
    }

    @AfterAll
    void stop() {
        sts.close();
        sagemaker.close();
        model.close();
    }

    private static Principal user(String subject) {
        return new OidcUser(
                "okta", "https://okta", subject, List.of(), Optional.empty(), Map.<String, @Nullable Object>of());
    }

    private static Decision.Permit permit(Principal caller, @Nullable String role) {
        return permit(caller, role, Action.INVOKE, "tumor-xgb");
    }

    private static Decision.Permit permit(Principal caller, @Nullable String role, Action action, String endpoint) {
        var grant = new HashMap<String, Object>(Map.of("endpoint", endpoint, "actions", List.of(action.code())));
        if (role != null) {
            grant.put("assumeRole", role);
        }
        return Permits.of(caller, action, grant);
    }

    private InferenceResult call(Decision.Permit permit) {
        var client =
                new SageMakerInferenceClient(new Regions("111122223333", "us-east-1", runtime, _ -> runtime), roles);
        return client.invoke(new Invocation.Buffered(
                permit,
                Permits.unguarded(ROW.getBytes(StandardCharsets.UTF_8)),
                Headers.of("content-type", "text/csv"),
                Duration.ofSeconds(20)));
    }

    private String lastKey() {
        return sagemaker.calls().getLast().accessKey();
    }

    @Test
    void aCallUnderAGrantWithARoleIsSignedByThatRoleAlone() {
        assertThat(call(permit(user("alice@acme.com"), ROLE))).isInstanceOf(InferenceResult.Answer.class);
        var assumed = sts.assumptions().getLast();
        assertThat(lastKey()).isEqualTo(assumed.accessKey()).startsWith("ASIA");
        assertThat(assumed.roleArn()).isEqualTo(ROLE);
        assertThat(assumed.sessionName()).isEqualTo("okta.alice@acme.com");
        assertThat(assumed.sourceIdentity()).isEqualTo("okta.alice@acme.com");
        assertThat(assumed.policy())
                .isEqualTo("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                        + "\"Action\":\"sagemaker:InvokeEndpoint\",\"Resource\":["
                        + "\"arn:aws:sagemaker:us-east-1:111122223333:endpoint/tumor-xgb\"]}]}");

        assertThat(call(permit(user("alice@acme.com"), null))).isInstanceOf(InferenceResult.Answer.class);
        assertThat(lastKey()).isEqualTo(OWN_KEY);
    }

    @Test
    void aRoleThatCannotBeAssumedEndsTheCallAndNeverFallsBack() {
        var before = sagemaker.calls().size();
        var refused = "arn:aws:iam::111122223333:role/NotForUs";
        assertThat(call(permit(user("alice"), refused)))
                .isEqualTo(new InferenceResult.Failure(Reason.ROLE_UNAVAILABLE, Optional.empty()));
        sts.breaks(true);
        assertThat(call(permit(user("bob"), ROLE)))
                .isEqualTo(new InferenceResult.Failure(Reason.ROLE_UNAVAILABLE, Optional.empty()));
        assertThat(sagemaker.calls()).hasSize(before);
    }

    @Test
    void aRefusalIsBelievedForAMomentOnly() {
        sts.breaks(true);
        assertThat(call(permit(user("carol"), ROLE))).isInstanceOf(InferenceResult.Failure.class);
        sts.breaks(false);
        assertThat(call(permit(user("carol"), ROLE))).isInstanceOf(InferenceResult.Failure.class);
        now.set(now.get().plusSeconds(2));
        assertThat(call(permit(user("carol"), ROLE))).isInstanceOf(InferenceResult.Answer.class);
    }

    /// Stolen or misused, a session's credentials do the one thing that the caller was granted.
    @Test
    void aSessionsCredentialsReachNothingButItsOneActionOnItsOneEndpoint() throws Exception {
        var scoped = roles.credentials(permit(user("hugo"), ROLE), LONG).orElseThrow();
        try (var client = configured(SageMakerRuntimeClient.builder(), sagemaker.endpoint())
                .credentialsProvider(StaticCredentialsProvider.create(AwsSessionCredentials.create(
                        scoped.accessKeyId(),
                        scoped.secretAccessKey(),
                        scoped.sessionToken().orElseThrow())))
                .overrideConfiguration(config -> config.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build()) {
            assertThat(client.invokeEndpoint(call -> call.endpointName("tumor-xgb")
                                    .contentType("text/csv")
                                    .body(SdkBytes.fromUtf8String(ROW)))
                            .sdkHttpResponse()
                            .isSuccessful())
                    .isTrue();
            var before = sagemaker.calls().size();
            assertThatThrownBy(() -> client.invokeEndpoint(
                            call -> call.endpointName("other").body(SdkBytes.fromUtf8String(ROW))))
                    .isInstanceOfSatisfying(AwsServiceException.class, denied -> {
                        assertThat(denied.statusCode()).isEqualTo(403);
                        assertThat(denied.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
                        assertThat(denied.awsErrorDetails().errorMessage())
                                .isEqualTo("User: arn:aws:sts::111122223333:assumed-role/TumorInvoker/okta.hugo is not"
                                        + " authorized to perform: sagemaker:InvokeEndpoint on resource:"
                                        + " arn:aws:sagemaker:us-east-1:111122223333:endpoint/other because no session"
                                        + " policy allows the sagemaker:InvokeEndpoint action");
                    });
            assertThatThrownBy(() -> client.invokeEndpointAsync(
                            call -> call.endpointName("tumor-xgb").inputLocation("s3://in/a")))
                    .isInstanceOf(AwsServiceException.class)
                    .hasMessageContaining("sagemaker:InvokeEndpointAsync");
            assertThatThrownBy(() -> client.invokeEndpoint(call -> call.endpointName("tumor-xgb")
                            .inferenceComponentName("another")
                            .body(SdkBytes.fromUtf8String(ROW))))
                    .isInstanceOf(AwsServiceException.class)
                    .hasMessageContaining("inference-component/another");
            assertThat(sagemaker.calls()).hasSize(before);
        }
    }

    @Test
    void sessionsAreKeptUntilShortlyBeforeTheirEndAndNeverShared() throws Exception {
        var before = sts.assumptions().size();
        var first = roles.credentials(permit(user("dave"), ROLE), LONG).orElseThrow();
        assertThat(roles.credentials(permit(user("dave"), ROLE), LONG)).contains(first);
        assertThat(sts.assumptions()).hasSize(before + 1);

        var others = List.of(
                permit(user("erin"), ROLE),
                permit(user("dave"), ROLE, Action.INVOKE_STREAM, "tumor-xgb"),
                permit(user("dave"), ROLE, Action.INVOKE, "other"),
                permit(new ApiClient("dave", "k"), ROLE));
        for (var other : others) {
            assertThat(roles.credentials(other, LONG).orElseThrow()).isNotEqualTo(first);
        }
        assertThat(sts.assumptions()).hasSize(before + 5);

        now.set(now.get().plus(Duration.ofMinutes(12)));
        assertThat(roles.credentials(permit(user("dave"), ROLE), LONG)).contains(first);
        now.set(now.get().plus(Duration.ofMinutes(2)));
        assertThat(roles.credentials(permit(user("dave"), ROLE), LONG).orElseThrow())
                .isNotEqualTo(first);
    }

    /// The session that the broken call was to bring must not be waited for, by any later call.
    @Test
    void anErrorWhileARoleIsAssumedLeavesNoSessionOpen() {
        var asked = new AtomicInteger();
        var calls = new AwsCall(
                LocalCalls.wire(),
                Service.of("sts", "sts", "us-east-1", "invalid", Optional.of(sts.endpoint())),
                () -> {
                    if (asked.getAndIncrement() == 0) {
                        throw new ExceptionInInitializerError("the provider of credentials cannot be made");
                    }
                    return new Credentials(OWN_KEY, "own-secret", Optional.empty());
                },
                InstantSource.system());
        var broken = new AssumedRoles(calls, "us-east-1", now::get);
        var permit = permit(user("harry"), ROLE);
        assertThatThrownBy(() -> broken.credentials(permit, LONG)).isInstanceOf(ExceptionInInitializerError.class);
        assertThatThrownBy(() -> broken.credentials(permit, LONG))
                .isInstanceOf(RoleUnavailableException.class)
                .hasMessage("the role was refused");
        now.set(now.get().plusSeconds(2));
        assertThatCode(() -> broken.credentials(permit, LONG)).doesNotThrowAnyException();
    }

    @Test
    void manyCallsAtOnceAssumeOnce() throws Exception {
        var before = sts.assumptions().size();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Object> ask =
                    () -> roles.credentials(permit(user("frank"), ROLE), LONG).orElseThrow();
            var asked = threads.invokeAll(java.util.Collections.nCopies(64, ask));
            for (var one : asked) {
                assertThat(one.get()).isEqualTo(asked.getFirst().get());
            }
        }
        assertThat(sts.assumptions()).hasSize(before + 1);
    }

    @Test
    void theSessionsNameFitsAwsAndTellsCallersApart() {
        assertThat(SessionName.of(user("auth0|5f7c8ec7c33c6c004bbafe82")))
                .matches("okta\\.auth0-5f7c8ec7c33c6c004bbafe82-[0-9a-f]{12}");
        var umlaut = SessionName.of(user("jürgen"));
        assertThat(umlaut).matches("okta\\.j-rgen-[0-9a-f]{12}").isNotEqualTo(SessionName.of(user("jörgen")));
        var wide = SessionName.of(user("x".repeat(400)));
        assertThat(wide).hasSize(64).isNotEqualTo(SessionName.of(user("x".repeat(401))));
        assertThat(SessionName.of(new IamIdentity(
                        "arn:aws:iam::111122223333:role/BatchScorer",
                        "111122223333",
                        Optional.of("nightly"),
                        Optional.empty(),
                        Optional.empty())))
                .isEqualTo("iam.BatchScorer.nightly");
        assertThat(SessionName.of(new ApiClient("b", "k"))).isEqualTo("key.b");
    }

    @Test
    void nothingPrintsASecret() throws Exception {
        assertThat(roles.credentials(permit(user("gina"), ROLE), LONG)
                        .orElseThrow()
                        .toString())
                .doesNotContain(roles.credentials(permit(user("gina"), ROLE), LONG)
                        .orElseThrow()
                        .secretAccessKey());
    }
}
