package io.sagegate.lambda.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sagegate.aws.call.Credentials;
import io.sagegate.aws.dynamodb.policy.DynamoDbApiKeyStore;
import io.sagegate.aws.dynamodb.policy.DynamoDbKeyRegistry;
import io.sagegate.identity.ApiKey;
import io.sagegate.identity.ApiKeys;
import io.sagegate.identity.Authentication;
import io.sagegate.keys.KeyService;
import io.sagegate.local.LocalCalls;
import io.sagegate.local.LocalWorld;
import io.sagegate.local.SharedWorld;
import io.sagegate.local.world.SecretsManagerFront;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/// Rotations through the handler, against the stand-in's wire protocol,
/// while a client calls the gateway itself.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KeyRotationTest {
    private static final String PREFIX = "sagegate/keys/";
    private static final String FUNCTION = "arn:aws:lambda:us-east-1:111122223333:function:rotation";
    private static final Duration LIFE = Duration.ofHours(1);
    private static final Duration OVERLAP = Duration.ofMinutes(5);
    private static final String TABLE = "sagegate-policy";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final LocalWorld WORLD = SharedWorld.get();

    private final InstantSource clock = InstantSource.system();
    private final KeyService keys =
            new KeyService(new DynamoDbKeyRegistry(WORLD.tables(), TABLE), clock, new SecureRandom());
    private final List<String> events = new ArrayList<>();
    private final AtomicBoolean twice = new AtomicBoolean();
    private SecretsManagerFront front;
    private SecretsManagerClient secrets;
    private RotationHandler handler;

    @BeforeAll
    void start() throws IOException {
        front = SecretsManagerFront.start(this::invoke);
        secrets = SecretsManagerClient.builder()
                .endpointOverride(front.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClientBuilder(AwsCrtHttpClient.builder())
                .build();
        var called = new Secrets(LocalCalls.call(
                "secretsmanager", front.endpoint(), new Credentials("local", "local", Optional.empty())));
        handler = new RotationHandler(new KeyRotation(called, keys, clock, new SecureRandom(), PREFIX, LIFE, OVERLAP));
    }

    @AfterAll
    void stop() {
        secrets.close();
        front.close();
    }

    private void invoke(String event) {
        events.add(event);
        call(event);
        if (twice.get()) {
            call(event);
        }
    }

    private void call(String event) {
        try {
            var bytes = new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8));
            handler.handleRequest(bytes, OutputStream.nullOutputStream(), null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String secretFor(String client) {
        var name = PREFIX + client;
        secrets.createSecret(create -> create.name(name).secretString("{\"client\":\"" + client + "\"}"));
        return name;
    }

    private void rotate(String secret) throws Exception {
        secrets.rotateSecret(rotate -> rotate.secretId(secret)
                .rotationLambdaARN(FUNCTION)
                .clientRequestToken(UUID.randomUUID().toString()));
        front.lastRotation().get();
    }

    private String current(String secret) {
        try {
            var value = secrets.getSecretValue(get -> get.secretId(secret)).secretString();
            return JSON.readTree(value).path("key").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean letsIn(String key, Instant at) {
        var now = InstantSource.fixed(at);
        var store = new DynamoDbApiKeyStore(WORLD.tables(), TABLE, Duration.ZERO, now);
        return new ApiKeys(store, LIFE, now).authenticate(key) instanceof Authentication.Authenticated;
    }

    @Test
    void threeRotationsUnderContinuousTrafficFailNoCallAndEndTheOldKeys() throws Exception {
        var secret = secretFor("batch-scorer");
        rotate(secret);
        var seen = new LinkedHashSet<String>(List.of(current(secret)));
        var calls = new AtomicInteger();
        var failures = new ArrayList<String>();
        var done = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var http = HttpClient.newHttpClient()) {
            var client = threads.submit(() -> {
                while (!done.get()) {
                    // As clients should: the key is read once and used for a while.
                    var key = current(secret);
                    for (var i = 0; i < 10; i++) {
                        var status = predict(http, key);
                        calls.incrementAndGet();
                        if (status != 200) {
                            failures.add(status + " after " + calls);
                        }
                    }
                }
                return calls.get();
            });
            for (var turn = 0; turn < 3; turn++) {
                var before = calls.get();
                while (calls.get() < before + 15) {
                    Thread.onSpinWait();
                    Thread.sleep(5);
                }
                rotate(secret);
                seen.add(current(secret));
            }
            var last = calls.get();
            while (calls.get() < last + 15) {
                Thread.sleep(5);
            }
            done.set(true);
            client.get();
        }
        assertThat(failures).isEmpty();
        assertThat(calls.get()).isGreaterThan(60);
        assertThat(seen).hasSize(4);
        var now = Instant.now();
        var newest = current(secret);
        for (var key : seen) {
            assertThat(letsIn(key, now)).as("within the overlap").isTrue();
            assertThat(letsIn(key, now.plus(OVERLAP))).as("after the overlap").isEqualTo(key.equals(newest));
        }
    }

    private static int predict(HttpClient http, String key) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(WORLD.gateway() + "/endpoints/tumor-xgb/invocations"))
                .header("content-type", "text/csv")
                .header("x-api-key", key)
                .POST(BodyPublishers.ofString("1" + ",1".repeat(29)))
                .build();
        return http.send(request, BodyHandlers.discarding()).statusCode();
    }

    @Test
    void everyStepMayRunTwice() throws Exception {
        var secret = secretFor("twice");
        rotate(secret);
        var before = current(secret);
        twice.set(true);
        try {
            rotate(secret);
        } finally {
            twice.set(false);
        }
        var after = current(secret);
        assertThat(after).isNotEqualTo(before);
        assertThat(keys.list(Optional.of("twice"))).hasSize(2);
        assertThat(letsIn(after, Instant.now())).isTrue();
        assertThat(letsIn(before, Instant.now().plus(OVERLAP))).isFalse();
    }

    @Test
    void aFinishThatWasCutOffAfterMovingTheLabelStillEndsTheOldKey() throws Exception {
        var secret = secretFor("cut-off");
        rotate(secret);
        var before = current(secret);
        var version = UUID.randomUUID().toString();
        var fresh = ApiKey.generate(new SecureRandom());
        keys.admit(fresh, "cut-off", LIFE);
        secrets.putSecretValue(put -> put.secretId(secret)
                .clientRequestToken(version)
                .secretString("{\"client\":\"cut-off\",\"key\":\"" + fresh.reveal() + "\"}"));
        assertThat(letsIn(before, Instant.now().plus(OVERLAP))).isTrue();
        call(event("finishSecret", secret, version));
        assertThat(letsIn(before, Instant.now().plus(OVERLAP))).isFalse();
        assertThat(current(secret)).isEqualTo(fresh.reveal());
    }

    /// Simulated worlds found it, such as that of seed 1000004.
    @Test
    void theNextRotationEndsTheKeyThatACutOffFinishLeft() throws Exception {
        var secret = secretFor("left-over");
        rotate(secret);
        var before = current(secret);
        var version = UUID.randomUUID().toString();
        var fresh = ApiKey.generate(new SecureRandom());
        keys.admit(fresh, "left-over", LIFE);
        // The label moves, and the function that moved it ends.
        secrets.putSecretValue(put -> put.secretId(secret)
                .clientRequestToken(version)
                .versionStages("AWSCURRENT", "AWSPENDING")
                .secretString("{\"client\":\"left-over\",\"key\":\"" + fresh.reveal() + "\"}"));
        assertThat(letsIn(before, Instant.now().plus(OVERLAP))).isTrue();
        rotate(secret);
        assertThat(letsIn(before, Instant.now().plus(OVERLAP))).isFalse();
        assertThat(letsIn(fresh.reveal(), Instant.now().plus(OVERLAP))).isFalse();
    }

    /// A simulated world found it: that of seed 1000034.
    @Test
    void aFinishBeforeItsTimeGivesNoClientAKeyThatDoesNotWork() throws Exception {
        var secret = secretFor("early");
        rotate(secret);
        var before = current(secret);
        var version = UUID.randomUUID().toString();
        secrets.putSecretValue(put -> put.secretId(secret)
                .clientRequestToken(version)
                .versionStages("AWSPENDING")
                .secretString("{\"client\":\"early\",\"key\":\""
                        + ApiKey.generate(new SecureRandom()).reveal() + "\"}"));
        assertThatThrownBy(() -> call(event("finishSecret", secret, version)))
                .isInstanceOf(RotationRefusedException.class)
                .hasMessageContaining("not accepted");
        assertThat(current(secret)).isEqualTo(before);
        call(event("setSecret", secret, version));
        call(event("finishSecret", secret, version));
        assertThat(letsIn(current(secret), Instant.now())).isTrue();
    }

    @Test
    void onlyAPendingVersionOfASecretThatRotatesIsTouched() throws Exception {
        var secret = secretFor("strict");
        var version = UUID.randomUUID().toString();
        assertThatThrownBy(() -> call(event("createSecret", secret, version)))
                .isInstanceOf(RotationRefusedException.class)
                .hasMessageContaining("not switched on");
        rotate(secret);
        assertThatThrownBy(() -> call(event("createSecret", secret, version)))
                .isInstanceOf(RotationRefusedException.class)
                .hasMessageContaining("not the pending one");
        var pending =
                secrets.describeSecret(describe -> describe.secretId(secret)).versionIdsToStages().entrySet().stream()
                        .filter(one -> one.getValue().contains("AWSCURRENT"))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElseThrow();
        assertThatThrownBy(() -> call(event("deleteSecret", secret, pending)))
                .isInstanceOf(RotationRefusedException.class);
    }

    @Test
    void aSecretElsewhereOrOfANameThatIsNoClientsIsRefused() {
        for (var name : List.of("database/password", PREFIX + "Not A Client", PREFIX)) {
            secrets.createSecret(create ->
                    create.name(name + "x".repeat(name.endsWith("/") ? 65 : 0)).secretString("{}"));
            var full = name + "x".repeat(name.endsWith("/") ? 65 : 0);
            secrets.rotateSecret(rotate -> rotate.secretId(full).rotationLambdaARN(FUNCTION));
            assertThatThrownBy(() -> front.lastRotation().get()).hasRootCauseInstanceOf(RotationRefusedException.class);
        }
    }

    @Test
    void anEventThatIsNoRotationStepIsRefused() {
        for (var event : List.of(
                "{}", "[]", "", "{\"Step\":1}", event("createSecret", "a", "b").replace("a", "\\u00"))) {
            assertThatThrownBy(() -> call(event)).isInstanceOf(RotationRefusedException.class);
        }
    }

    @Test
    void noKeyIsInAnyEvent() throws Exception {
        var secret = secretFor("quiet");
        rotate(secret);
        assertThat(String.join("", events)).doesNotContain("sg_", current(secret));
        assertThat(events.getLast().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(600);
    }

    private static String event(String step, String secret, String version) {
        return "{\"Step\":\"" + step + "\",\"SecretId\":\"" + secret + "\",\"ClientRequestToken\":\"" + version + "\"}";
    }
}
