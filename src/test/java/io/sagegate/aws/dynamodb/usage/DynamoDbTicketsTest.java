package io.sagegate.aws.dynamodb.usage;

import static io.sagegate.limits.Calls.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.async.MemoryTickets;
import io.sagegate.async.ObjectPlace;
import io.sagegate.async.Ticket;
import io.sagegate.async.Tickets;
import io.sagegate.kit.Deadline;
import io.sagegate.limits.Calls;
import io.sagegate.limits.LateUse;
import io.sagegate.limits.Limiter;
import io.sagegate.limits.MemoryUsageStore;
import io.sagegate.limits.Reservation;
import io.sagegate.limits.TickingClock;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.limits.usage.UsageItem;
import io.sagegate.limits.usage.UsageStore;
import io.sagegate.limits.usage.UsageUnavailableException;
import io.sagegate.local.LocalCalls;
import io.sagegate.local.SharedWorld;
import io.sagegate.policy.Decision;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tickets in the real table: kept whole, and settled as the arithmetic says, once.
final class DynamoDbTicketsTest {
    private static final Duration CALL = Duration.ofSeconds(20);
    private static final Usage USED = Usage.of(10, 300, Usage.Source.MODEL);

    private final TickingClock clock = new TickingClock("2099-11-23T10:00:00Z");
    private final Decision.Permit permit = Calls.permitAs(
            "role" + System.nanoTime(),
            "20000 tokens per month",
            "6000 tokens per minute, burst 9000",
            Map.of("limit", "9 USD per month at 0.01 USD per 1000 tokens", "scope", "role"));

    private static DynamoDbTickets tickets() {
        return new DynamoDbTickets(LocalCalls.dynamoDb(SharedWorld.get().dynamodb()), "sagegate-usage");
    }

    private static DynamoDbUsageStore store() {
        return new DynamoDbUsageStore(LocalCalls.dynamoDb(SharedWorld.get().dynamodb()), "sagegate-usage");
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(10), InstantSource.system());
    }

    /// A call that was charged 1,000 tokens by estimate.
    private Ticket queued(UsageStore usage, Tickets tickets) throws UsageUnavailableException {
        var limiter = new Limiter(usage, clock);
        var reserved = (Reservation) limiter.reserve(
                permit, ALICE, Calls.tokens(100, 900), clock.instant().plus(CALL));
        limiter.settle(reserved, reserved.assumed());
        var now = clock.instant();
        var ticket = new Ticket(
                UUID.randomUUID().toString(),
                ALICE.issuer(),
                ALICE.subject(),
                "llm",
                permit.grant().id(),
                1,
                "request-1",
                OptionalLong.of(400),
                Optional.of("application/json"),
                ObjectPlace.of("s3://bucket/results/1.out").orElseThrow(),
                Optional.empty(),
                reserved.demand(),
                reserved.pledges(),
                5,
                now,
                now.plusSeconds(60),
                now.plusSeconds(3_600),
                false);
        tickets.keep(ticket, soon());
        return ticket;
    }

    private boolean settle(Ticket ticket, Tickets tickets) throws UsageUnavailableException {
        var use = LateUse.of(ticket.id(), ticket.pledges(), permit, Calls.demand(400), USED, clock.instant());
        return tickets.settle(ticket, use.settlements(), soon());
    }

    private Map<String, Map<String, Long>> counters(Ticket ticket, UsageStore usage) throws UsageUnavailableException {
        var keys = ticket.pledges().stream().map(pledge -> pledge.key()).collect(Collectors.toSet());
        return usage.read(keys, soon()).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().counters()));
    }

    @Test
    void aTicketIsFoundAsItWasKept() throws UsageUnavailableException {
        var ticket = queued(store(), tickets());

        assertThat(tickets().find(ticket.id(), soon())).contains(ticket);
        assertThat(tickets().find(UUID.randomUUID().toString(), soon())).isEmpty();
    }

    /// Right away, when the rate has drained in part, when it has drained wholly, and in another month.
    @ParameterizedTest
    @CsvSource({"0", "5", "600", "2000000"})
    void theTableSettlesAsTheArithmeticDoes(int secondsLater) throws UsageUnavailableException {
        var model = new MemoryUsageStore();
        var expected = queued(model, new MemoryTickets(model));
        var found = queued(store(), tickets());
        clock.pass(Duration.ofSeconds(secondsLater));
        new Limiter(store(), clock)
                .reserve(permit, ALICE, Calls.tokens(1, 1), clock.instant().plus(CALL));
        new Limiter(model, clock)
                .reserve(permit, ALICE, Calls.tokens(1, 1), clock.instant().plus(CALL));
        var inMemory = new MemoryTickets(model);

        assertThat(settle(expected, inMemory)).isTrue();
        assertThat(settle(found, tickets())).isTrue();
        assertThat(settle(found, tickets())).isFalse();
        assertThat(counters(found, store())).isEqualTo(counters(expected, model));
        assertThat(tickets().find(found.id(), soon()).orElseThrow().settled()).isTrue();
    }

    @Test
    void ofManyWhoSettleAtOnceOneDoes() throws Exception {
        var ticket = queued(store(), tickets());
        var tasks = new ArrayList<Callable<Boolean>>();
        for (var i = 0; i < 16; i++) {
            tasks.add(() -> settle(ticket, tickets()));
        }
        var settled = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : threads.invokeAll(tasks)) {
                settled += answer.get() ? 1 : 0;
            }
        }
        var key = ticket.pledges().getFirst().key();

        assertThat(settled).isEqualTo(1);
        assertThat(store().read(Set.of(key), soon())
                        .getOrDefault(key, UsageItem.EMPTY)
                        .counter("tokens/month"))
                .isEqualTo(310);
    }
}
