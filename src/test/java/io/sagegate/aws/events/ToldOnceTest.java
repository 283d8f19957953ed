package io.sagegate.aws.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sagegate.aws.call.Credentials;
import io.sagegate.limits.Calls;
import io.sagegate.limits.notices.NoticeException;
import io.sagegate.limits.notices.Teller;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Thresholds are told once, however many calls reach them together and whatever fails.
final class ToldOnceTest extends LimitEventsCase {
    private static final int ENVIRONMENTS = 8;
    private static final int CALLERS = 64;

    @Test
    void eachThresholdIsToldExactlyOnceHoweverManyCallsReachItTogether()
            throws InterruptedException, ExecutionException {
        var permit = Calls.permit(limit("1.28 USD per day at 0.01 USD per call", "1%", "25%", "40%", "50%"));
        var caller = someone();
        var environments = IntStream.range(0, ENVIRONMENTS)
                .mapToObj(_ -> new Environment())
                .toList();
        try (var threads = Executors.newFixedThreadPool(CALLERS)) {
            var calls = IntStream.range(0, CALLERS)
                    .<Callable<Void>>mapToObj(i -> () -> {
                        environments.get(i % ENVIRONMENTS).insist(permit, caller);
                        return null;
                    })
                    .toList();
            for (var call : threads.invokeAll(calls)) {
                call.get();
            }
        }
        // What found no time on a busy table is told by the next call.
        clock.pass(Teller.CLAIM.plusMillis(2));
        new Environment().insist(permit, caller);
        assertThat(told()).containsExactlyInAnyOrder(1, 25, 40, 50);
    }

    @Test
    void aFailedEventIsPutByTheNextCallOfAnyEnvironment() throws NoticeException {
        var permit = Calls.permit(limit("1 USD per day at 0.01 USD per call", "1%"));
        var caller = someone();
        bridge.fails(1);
        assertThatThrownBy(() -> new Environment().call(permit, caller)).isInstanceOf(NoticeException.class);
        bridge.refuses(1);
        clock.pass(Teller.CLAIM.plusMillis(2));
        var stubborn = new Environment();
        assertThatThrownBy(() -> stubborn.call(permit, caller)).isInstanceOf(NoticeException.class);
        // The claim has not ended, so a bus that is down delays few calls.
        new Environment().call(permit, caller);
        stubborn.call(permit, caller);
        assertThat(told()).isEmpty();
        clock.pass(Teller.CLAIM.plusMillis(2));
        new Environment().call(permit, caller);
        stubborn.call(permit, caller);
        assertThat(told()).containsExactly(1);
    }

    @Test
    void aFailedEventOfALimitThatIsUsedUpIsPutByTheCallsThatItRefuses() throws NoticeException {
        var permit = Calls.permit(limit("0.01 USD per day at 0.01 USD per call", "100%"));
        var caller = someone();
        bridge.fails(1);
        assertThatThrownBy(() -> new Environment().call(permit, caller)).isInstanceOf(NoticeException.class);
        clock.pass(Teller.CLAIM.plusMillis(2));
        new Environment().refused(permit, caller);
        new Environment().refused(permit, caller);
        assertThat(told()).containsExactly(100);
    }

    @Test
    void whatWasToldAndNotMarkedIsMarkedByTheNextCallAndNotToldAgain() throws NoticeException {
        var permit = Calls.permit(limit("1 USD per day at 0.01 USD per call", "1%"));
        var caller = someone();
        var environment = new Environment();
        environment.marks.set(false);
        assertThatThrownBy(() -> environment.call(permit, caller)).isInstanceOf(NoticeException.class);
        environment.marks.set(true);
        environment.call(permit, caller);
        clock.pass(Teller.CLAIM.plusMillis(2));
        new Environment().call(permit, caller);
        assertThat(told()).containsExactly(1);
    }

    @Test
    void aBusThatDoesNotAcceptTheSignatureGetsNothing() {
        var permit = Calls.permit(limit("1 USD per day at 0.01 USD per call", "1%"));
        var stranger = new Environment(new Credentials(ACCESS_KEY, "another secret", Optional.empty()));
        assertThatThrownBy(() -> stranger.call(permit, someone())).isInstanceOf(NoticeException.class);
        assertThat(told()).isEmpty();
    }
}
