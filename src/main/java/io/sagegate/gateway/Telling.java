package io.sagegate.gateway;

import io.sagegate.kit.Deadline;
import io.sagegate.limits.notices.NoticeException;
import io.sagegate.limits.notices.Teller;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.LoggerFactory;

/// Tells of the thresholds that a request has found reached, after its record is written. A notice that fails never
/// fails the request. Thread-safe.
final class Telling {
    /// Milliseconds of the function's time that are kept for ending the answer.
    private static final Duration FOR_ANSWER = Duration.ofMillis(200);

    private final Optional<Teller> teller;
    private final InstantSource clock;
    private final AtomicBoolean warned = new AtomicBoolean();

    /// @param teller empty where no bus is named
    Telling(Optional<Teller> teller, InstantSource clock) {
        this.teller = teller;
        this.clock = clock;
    }

    void tell(Received received) {
        if (received.notices().isEmpty()) {
            return;
        }
        if (teller.isEmpty()) {
            warn(received.request().id());
            return;
        }
        try {
            var deadline = new Deadline(received.request().deadline(), clock).keeping(FOR_ANSWER);
            teller.get().tell(received.notices(), deadline);
        } catch (NoticeException e) {
            received.faults().report(e);
        } catch (Throwable e) {
            received.faults().failed(e);
        }
    }

    /// Once for each environment: every further call above the threshold would say the same.
    private void warn(String request) {
        if (!warned.getAndSet(true)) {
            LoggerFactory.getLogger("io.sagegate.limits")
                    .warn(
                            "request {} reached a threshold that a limit's notify names, but LimitEvents names no bus",
                            request);
        }
    }
}
