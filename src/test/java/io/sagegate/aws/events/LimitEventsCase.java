package io.sagegate.aws.events;

import io.sagegate.aws.call.Credentials;
import io.sagegate.aws.dynamodb.usage.DynamoDbClaims;
import io.sagegate.aws.dynamodb.usage.DynamoDbUsageStore;
import io.sagegate.identity.ApiClient;
import io.sagegate.kit.Deadline;
import io.sagegate.limits.Admission;
import io.sagegate.limits.Balance;
import io.sagegate.limits.Calls;
import io.sagegate.limits.Limiter;
import io.sagegate.limits.Reservation;
import io.sagegate.limits.TickingClock;
import io.sagegate.limits.notices.Claims;
import io.sagegate.limits.notices.Crossing;
import io.sagegate.limits.notices.Notice;
import io.sagegate.limits.notices.NoticeException;
import io.sagegate.limits.notices.Occasion;
import io.sagegate.limits.notices.Teller;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.limits.usage.UsageUnavailableException;
import io.sagegate.local.LocalCalls;
import io.sagegate.local.SharedWorld;
import io.sagegate.local.world.EventBridgeFront;
import io.sagegate.local.world.FrontSettings;
import io.sagegate.policy.Decision;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// Limits on the real table, and EventBridge's stand-in that their thresholds are told to.
abstract class LimitEventsCase {
    static final String ACCESS_KEY = "AKIDLOCAL";
    private static final String SECRET = "made-up";
    private static final Credentials KEYS = new Credentials(ACCESS_KEY, SECRET, Optional.empty());

    final TickingClock clock = new TickingClock("2099-11-23T10:00:00Z");
    EventBridgeFront bridge = start();

    private static EventBridgeFront start() {
        try {
            return EventBridgeFront.start(FrontSettings.defaults().withSecrets(Map.of(ACCESS_KEY, SECRET)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void open() {
        bridge.close();
        bridge = start();
    }

    @AfterEach
    void close() {
        bridge.close();
    }

    /// Marks in the end, however busy the table is: an unmarked threshold would rightly be told again.
    private record Insisting(Claims claims, AtomicBoolean marks) implements Claims {
        @Override
        public Verdict claim(Crossing crossing, long now, long until, Deadline deadline) throws NoticeException {
            return claims.claim(crossing, now, until, deadline);
        }

        @Override
        public void told(Crossing crossing, Deadline deadline) throws NoticeException {
            if (!marks.get()) {
                throw new NoticeException("the table is down");
            }
            again(() -> {
                try {
                    claims.told(crossing, deadline);
                    return Optional.of(true);
                } catch (NoticeException e) {
                    return Optional.empty();
                }
            });
        }
    }

    /// The gateway's parts of one environment.
    final class Environment {
        private final Limiter limiter;
        private final Teller teller;
        final AtomicBoolean marks = new AtomicBoolean(true);

        Environment(Credentials keys) {
            var tables = LocalCalls.dynamoDb(SharedWorld.get().dynamodb());
            limiter = new Limiter(new DynamoDbUsageStore(tables, "sagegate-usage"), clock);
            var bus = new EventBus(LocalCalls.call("events", bridge.endpoint(), keys), EventBridgeFront.BUS);
            // A busy machine must not leave an event's end unknown: then it would rightly be put again.
            teller = new Teller(
                    new Insisting(new DynamoDbClaims(tables, "sagegate-usage"), marks),
                    (notice, _) -> bus.put(notice, in(Duration.ofSeconds(30))),
                    clock);
        }

        Environment() {
            this(KEYS);
        }

        /// A table that is too busy to count is asked again.
        Reservation take(Decision.Permit permit, ApiClient caller) {
            return again(() -> {
                var admission = limiter.reserve(
                        permit, caller, Calls.demand(10), clock.instant().plusSeconds(20));
                return admission instanceof Reservation taken ? Optional.of(taken) : Optional.empty();
            });
        }

        /// Settling twice changes nothing.
        Balance settle(Reservation call, Usage usage) {
            return again(() -> {
                try {
                    return Optional.of(limiter.settle(call, usage, in(Duration.ofSeconds(30))));
                } catch (UsageUnavailableException e) {
                    return Optional.empty();
                }
            });
        }

        void call(Decision.Permit permit, ApiClient caller) throws NoticeException {
            var call = take(permit, caller);
            var found = new ArrayList<>(call.crossings());
            found.addAll(settle(call, Usage.of(1, 1)).crossings());
            tell(permit, caller, found);
        }

        /// The same where the table may be too busy for the notice too.
        void insist(Decision.Permit permit, ApiClient caller) {
            try {
                call(permit, caller);
            } catch (NoticeException e) {
                // A later call tells it.
            }
        }

        void refused(Decision.Permit permit, ApiClient caller) throws NoticeException {
            var admission = limiter.reserve(
                    permit, caller, Calls.demand(10), clock.instant().plusSeconds(20));
            tell(permit, caller, ((Admission.Refused) admission).crossings());
        }

        void tell(Decision.Permit permit, ApiClient caller, List<Crossing> found) throws NoticeException {
            var grant = permit.grant();
            var occasion = new Occasion("r-1", clock.instant(), caller, grant.id(), grant.role(), grant.endpoint());
            teller.tell(found.stream().map(each -> new Notice(each, occasion)).toList(), in(Duration.ofSeconds(30)));
        }
    }

    static <T> T again(Supplier<Optional<T>> attempt) {
        for (var i = 0; i < 100; i++) {
            var result = attempt.get();
            if (result.isPresent()) {
                return result.get();
            }
        }
        throw new AssertionError("the table is too busy");
    }

    private Deadline in(Duration time) {
        return Deadline.in(time, clock);
    }

    static ApiClient someone() {
        return new ApiClient("p" + System.nanoTime(), "k");
    }

    static Map<String, Object> limit(String text, String... notify) {
        return Map.of("limit", text, "notify", List.of(notify));
    }

    List<Integer> told() {
        return bridge.events().stream()
                .map(event -> event.detail().path("threshold").asInt())
                .toList();
    }
}
