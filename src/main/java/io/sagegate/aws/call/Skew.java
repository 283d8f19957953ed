package io.sagegate.aws.call;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.Set;

/// The difference between this machine's clock and a service's, learned from refusals. Thread-safe.
final class Skew {
    /// Smallest difference that counts, in minutes: AWS refuses signatures that are more than five minutes old.
    private static final Duration LEAST = Duration.ofMinutes(4);

    private static final Set<String> CODES = Set.of(
            "RequestTimeTooSkewed",
            "RequestExpired",
            "RequestInTheFuture",
            "InvalidSignatureException",
            "SignatureDoesNotMatch",
            "AuthFailure");

    private final InstantSource clock;
    private volatile long millis;

    Skew(InstantSource clock) {
        this.clock = clock;
    }

    long millis() {
        return millis;
    }

    /// Whether the refusal shows a wrong clock. If so, the next signature uses the service's time. A refused request
    /// was not carried out.
    boolean learned(Answer refusal) {
        if (refusal.status() / 100 != 4 || !CODES.contains(refusal.errorCode())) {
            return false;
        }
        try {
            var date = refusal.first("date").orElse("");
            var theirs = DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
            var found = theirs.toEpochMilli() - clock.millis();
            if (Math.abs(found - millis) < LEAST.toMillis()) {
                return false;
            }
            millis = found;
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
