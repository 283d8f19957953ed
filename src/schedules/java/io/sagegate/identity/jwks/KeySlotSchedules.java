package io.sagegate.identity.jwks;

import static io.sagegate.schedules.Schedules.hold;
import static io.sagegate.schedules.Schedules.search;
import static io.sagegate.schedules.Schedules.share;
import static io.sagegate.schedules.Schedules.together;
import static io.sagegate.schedules.Schedules.turn;

import io.sagegate.identity.KeysUnavailableException;
import io.sagegate.identity.jwks.JwkReader.Jwk;
import io.sagegate.limits.TickingClock;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Calls that need keys of one issuer at the same time.
final class KeySlotSchedules {
    private static final Jwk OLD = new Jwk(Optional.of("old"), new Stub(), Set.of("ES256"));
    private static final Jwk NEW = new Jwk(Optional.of("new"), new Stub(), Set.of("ES256"));

    private static final class Stub implements PublicKey {
        private static final long serialVersionUID = 1L;

        @Override
        public String getAlgorithm() {
            return "EC";
        }

        @Override
        public String getFormat() {
            return "none";
        }

        @Override
        public byte[] getEncoded() {
            return new byte[0];
        }
    }

    /// An issuer that publishes a second key after the first fetch.
    private static final class Issuer {
        private final AtomicInteger fetches = new AtomicInteger();
        private final KeySlot slot = new KeySlot(this::fetch, new TickingClock("2026-11-23T10:00:00Z"), Thread::new);

        private List<Jwk> fetch(KeySlot.Cause cause) {
            turn();
            var found = fetches.incrementAndGet() == 1 ? List.of(OLD) : List.of(OLD, NEW);
            turn();
            return found;
        }

        boolean finds(String keyId) throws KeysUnavailableException {
            return slot.key(Optional.of(keyId), "ES256").isPresent();
        }
    }

    @Test
    void theFirstCallsShareOneFetch() {
        search(() -> {
            var issuer = share(new Issuer());
            together(() -> hold("found", issuer.finds("old")), () -> hold("found", issuer.finds("old")));
            hold("one fetch", issuer.fetches.get() == 1);
        });
    }

    @Test
    void aNewKeyIsFoundByAllWithOneFetchWhateverElseIsAskedFor() {
        search(() -> {
            var issuer = share(new Issuer());
            issuer.finds("old");
            together(
                    () -> hold("found", issuer.finds("new")),
                    () -> hold("found", issuer.finds("new")),
                    () -> hold("made up", !issuer.finds("no such key")));
            hold("one fetch for both", issuer.fetches.get() == 2);
            hold("found later", issuer.finds("new"));
        });
    }
}
