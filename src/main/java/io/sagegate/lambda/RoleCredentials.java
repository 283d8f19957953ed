package io.sagegate.lambda;

import io.sagegate.aws.call.Credentials;
import io.sagegate.aws.call.Fields;
import io.sagegate.aws.call.JsonBody;
import io.sagegate.aws.call.Origin;
import io.sagegate.aws.call.Outgoing;
import io.sagegate.aws.call.TimeLeft;
import io.sagegate.aws.call.Wire;
import java.io.IOException;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The credentials of the function's own role that Lambda serves at an address. They are kept until shortly before
/// their end, and requested once however many calls wait for them. Thread-safe.
///
/// Source: AWS SDKs and Tools Reference Guide, "Container credential provider".
final class RoleCredentials {
    private static final int ATTEMPTS = 3;
    private static final Duration ATTEMPT = Duration.ofSeconds(1);
    private static final int MAX_ANSWER = 65_536;
    private static final byte[] NOTHING = {};

    /// Time before their end when credentials are renewed, in minutes: a call that begins must be able to end.
    private static final Duration BEFORE_END = Duration.ofMinutes(5);

    /// Seconds until the next attempt where a renewal failed and the older credentials are still good.
    private static final Duration AGAIN = Duration.ofSeconds(10);

    /// Seconds for which a failure holds. The calls that waited for the answer fail with it, instead of asking in vain
    /// one after the other.
    private static final Duration FAILS_FOR = Duration.ofSeconds(1);

    private final Wire wire;
    private final Origin origin;
    private final Outgoing request;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Held held;
    private volatile Instant askAgain = Instant.MIN;

    /// Credentials, the instant at which they end, and the one from which they are renewed.
    record Held(Credentials credentials, Instant end, Instant renewal) {}

    /// @param authorization the value that Lambda wants with each request
    /// @throws IllegalArgumentException if the address is neither https nor on this machine
    RoleCredentials(Wire wire, URI address, Optional<String> authorization, InstantSource clock) {
        this.wire = wire;
        this.origin = Origin.of(address);
        if (!origin.secure() && !isLoopback(origin.host())) {
            throw new IllegalArgumentException("credentials come over https or from this machine");
        }
        var path = address.getRawQuery() == null
                ? address.getRawPath()
                : address.getRawPath() + "?" + address.getRawQuery();
        this.request = new Outgoing("GET", path, new Fields().add("Authorization", authorization), NOTHING);
        this.clock = clock;
    }

    private static boolean isLoopback(String host) {
        return host.matches("127(\\.[0-9]{1,3}){3}") || host.equals("[::1]");
    }

    /// @throws IllegalStateException if there are no credentials that are still good
    Credentials get() {
        var known = held;
        return known != null && clock.instant().isBefore(known.renewal()) ? known.credentials() : renewed();
    }

    /// Drops kept credentials, because a copy of a snapshot must request its own.
    void forget() {
        held = null;
        askAgain = Instant.MIN;
    }

    private Credentials renewed() {
        lock.lock();
        try {
            var known = held;
            var now = clock.instant();
            if (known == null || !now.isBefore(known.renewal())) {
                known = (now.isBefore(askAgain) ? Optional.<Held>empty() : fetched())
                        .or(() -> stillGood(now))
                        .orElseThrow(() -> new IllegalStateException(
                                "the credentials of the function's role could not be fetched"));
                held = known;
            }
            return known.credentials();
        } finally {
            lock.unlock();
        }
    }

    private Optional<Held> stillGood(Instant now) {
        return Optional.ofNullable(held)
                .filter(old -> now.isBefore(old.end()))
                .map(old -> new Held(old.credentials(), old.end(), now.plus(AGAIN)));
    }

    private Optional<Held> fetched() {
        for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                var answer = wire.answer(origin, request, MAX_ANSWER, TimeLeft.of(ATTEMPT));
                if (answer.status() == 200) {
                    return read(answer.body());
                }
            } catch (IOException e) {
                // The next attempt may succeed; the message after the last one is that of the caller.
            }
        }
        askAgain = clock.instant().plus(FAILS_FOR);
        return Optional.empty();
    }

    /// Reads an answer of the address.
    static Optional<Held> read(byte[] json) {
        var id = JsonBody.member(json, "AccessKeyId").filter(Credentials::isValue);
        var secret = JsonBody.member(json, "SecretAccessKey").filter(Credentials::isValue);
        var token = JsonBody.member(json, "Token");
        var end = JsonBody.member(json, "Expiration");
        if (id.isEmpty() || secret.isEmpty() || end.isEmpty() || !token.stream().allMatch(Credentials::isValue)) {
            return Optional.empty();
        }
        try {
            var until = Instant.parse(end.get());
            var credentials = new Credentials(id.get(), secret.get(), token);
            return Optional.of(new Held(credentials, until, until.minus(BEFORE_END)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
