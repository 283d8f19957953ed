package io.sagegate.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sagegate.aws.dynamodb.policy.DynamoDbApiKeyStore;
import io.sagegate.aws.dynamodb.policy.DynamoDbKeyRegistry;
import io.sagegate.identity.ApiKey;
import io.sagegate.identity.ApiKeys;
import io.sagegate.identity.Authentication;
import io.sagegate.identity.StoredKey;
import io.sagegate.local.LocalCalls;
import io.sagegate.local.SharedWorld;
import io.sagegate.local.witness.Witness;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Keys in a real table, from being issued to being let in.
final class KeyServiceTest implements InstantSource {
    private static final String TABLE = "sagegate-policy";
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration TTL = Duration.ofSeconds(10);

    private final DynamoDbKeyRegistry registry =
            new DynamoDbKeyRegistry(LocalCalls.dynamoDb(SharedWorld.get().dynamodb()), TABLE);
    private final KeyService service = new KeyService(registry, this, new SecureRandom());
    private final ApiKeys gateway =
            new ApiKeys(new DynamoDbApiKeyStore(SharedWorld.get().tables(), TABLE, TTL, this), HOUR, this);
    private Instant now = Instant.parse("2026-11-23T10:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    private boolean letsIn(ApiKey key) {
        Witness.current().secret("key", key.reveal());
        return gateway.authenticate(key.reveal()) instanceof Authentication.Authenticated;
    }

    @Test
    void anIssuedKeyWorksUntilTheInstantItExpires() throws KeyExistsException {
        var key = service.issue("batch-scorer", HOUR).key();
        assertThat(letsIn(key)).isTrue();
        now = now.plus(HOUR).minusMillis(1);
        assertThat(letsIn(key)).isTrue();
        now = now.plusMillis(1);
        assertThat(letsIn(key)).isFalse();
    }

    @Test
    void requirement23ARevokedKeyIsDeadWithinTheTimeToLive() throws KeyExistsException {
        var key = service.issue("batch-scorer", HOUR).key();
        assertThat(letsIn(key)).isTrue();
        assertThat(service.revoke(key.id())).isTrue();
        assertThat(service.revoke(key.id())).isFalse();
        now = now.plus(TTL);
        assertThat(letsIn(key)).isFalse();
        assertThat(service.rotate(key.id(), HOUR, Duration.ZERO)).isEmpty();
    }

    @Test
    void aRotatedKeyGoesOnForItsOverlapAndNoLonger() throws KeyExistsException {
        var overlap = Duration.ofMinutes(5);
        var old = service.issue("batch-scorer", HOUR).key();
        var fresh = service.rotate(old.id(), HOUR, overlap).orElseThrow();
        assertThat(fresh.stored().client()).isEqualTo("batch-scorer");
        now = now.plus(overlap).minusMillis(1);
        assertThat(letsIn(old)).isTrue();
        assertThat(letsIn(fresh.key())).isTrue();
        now = now.plusMillis(1);
        assertThat(letsIn(old)).isFalse();
        assertThat(letsIn(fresh.key())).isTrue();
    }

    @Test
    void anOverlapNeverLengthensALife() throws KeyExistsException {
        var old = service.issue("batch-scorer", Duration.ofMinutes(1)).key();
        service.rotate(old.id(), HOUR, HOUR);
        assertThat(registry.find(old.id()).orElseThrow().expires()).isEqualTo(now.plusSeconds(60));
    }

    @Test
    void aKeyThatWasNotThereAMomentAgoWorksAfterTheTimeToLive() throws KeyExistsException {
        var key = ApiKey.generate(new SecureRandom());
        assertThat(letsIn(key)).isFalse();
        service.admit(key, "batch-scorer", HOUR);
        now = now.plus(TTL);
        assertThat(letsIn(key)).isTrue();
    }

    @Test
    void admittingTheSameKeyAgainChangesNothing() throws KeyExistsException {
        var key = ApiKey.generate(new SecureRandom());
        var first = service.admit(key, "batch-scorer", HOUR);
        now = now.plusSeconds(60);
        assertThat(service.admit(key, "batch-scorer", HOUR)).isEqualTo(first);
        assertThatThrownBy(() -> service.admit(key, "somebody-else", HOUR)).isInstanceOf(KeyExistsException.class);
    }

    @Test
    void aKeyIsListedWithoutItsSecret() throws KeyExistsException {
        var issued = service.issue("listed", HOUR);
        assertThat(service.list(Optional.of("listed"))).containsExactly(issued.stored());
        assertThat(service.list(Optional.empty())).contains(issued.stored());
        assertThat(service.list(Optional.of("nobody"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 43_201})
    void noKeyLivesLongerThanAnIamSession(long seconds) {
        assertThatThrownBy(() -> service.issue("batch-scorer", Duration.ofSeconds(seconds)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "Batch", "a b", "-a", "a/b", "key:a"})
    void clientsHaveNamesThatBindingsCanHave(String name) {
        assertThat(StoredKey.isClient(name)).isFalse();
        assertThatThrownBy(() -> service.issue(name, HOUR)).isInstanceOf(IllegalArgumentException.class);
    }
}
