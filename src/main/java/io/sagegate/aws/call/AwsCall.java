package io.sagegate.aws.call;

import io.sagegate.aws.call.CallException.Fault;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/// Makes signed calls to one AWS service. Thread-safe.
public final class AwsCall {
    private static final int MOST_ATTEMPTS = 9;
    private static final long FIRST_PAUSE_MILLIS = 25;
    private static final int MAX_REFUSAL = 1_048_576;

    /// Names of temporary refusals. A refused call of this kind has carried nothing out.
    ///
    /// Source: DynamoDB Developer Guide, "Error handling"; AWS SDKs and Tools Reference Guide, "Retry behavior".
    private static final Set<String> PASSING = Set.of(
            "ThrottlingException",
            "Throttling",
            "ThrottledException",
            "ProvisionedThroughputExceededException",
            "RequestLimitExceeded",
            "TooManyRequestsException",
            "TransactionInProgressException",
            "TransactionConflictException",
            "PriorRequestNotComplete",
            "RequestTimeout",
            "RequestTimeoutException",
            "InternalError");

    private final Wire wire;
    private final Service service;
    private final Supplier<Credentials> credentials;
    private final Skew skew;
    private final Signer signer;
    private final RetryBudget budget = new RetryBudget();

    /// @param credentials those that sign a call without credentials of its own
    public AwsCall(Wire wire, Service service, Supplier<Credentials> credentials, InstantSource clock) {
        this.wire = wire;
        this.service = service;
        this.credentials = credentials;
        this.skew = new Skew(clock);
        this.signer = new Signer(service, clock, skew);
    }

    /// The credentials that sign a call without credentials of its own.
    ///
    /// @throws CallException if there are none now: a provider may ask for them over the network
    public Credentials own() throws CallException {
        try {
            return credentials.get();
        } catch (RuntimeException e) {
            throw new CallException(Fault.NOT_SENT, "no credentials to sign with");
        }
    }

    /// Makes a call that must not be carried out twice. Sends it again only if surely nothing was carried out.
    public Answer once(Outgoing request, Credentials as, int maxBytes, TimeLeft time) throws CallException {
        try {
            var answer = whole(request, as, maxBytes, time);
            if (answer.isSuccess() || !skew.learned(answer)) {
                return answer;
            }
        } catch (CallException e) {
            surelyNotSent(e, time);
        }
        return whole(request, as, maxBytes, time);
    }

    /// Makes a call that must not be carried out twice, and returns an answer that is pulled.
    public Streamed stream(Outgoing request, Credentials as, TimeLeft time) throws CallException {
        try {
            var answer = streamed(request, as, time);
            if (!(answer instanceof Streamed.Refused(Answer refusal) && skew.learned(refusal))) {
                return answer;
            }
        } catch (CallException e) {
            surelyNotSent(e, time);
        }
        return streamed(request, as, time);
    }

    /// The whole address of a request without a body of ours, which somebody else may make, once or more, until `life`
    /// is over and with exactly these fields.
    ///
    /// @throws CallException if there are no credentials now
    public String presigned(String method, String path, Fields fields, Duration life) throws CallException {
        return service.origin().text() + signer.presigned(method, path, fields, own(), life);
    }

    private static void surelyNotSent(CallException e, TimeLeft time) throws CallException {
        if (e.fault() != Fault.NOT_SENT || time.isOver()) {
            throw e;
        }
    }

    /// The time may have gone by, for example while others brought the credentials. The answer could only be lost.
    private static void inTime(TimeLeft time) throws CallException {
        if (time.isOver()) {
            throw new CallException(Fault.NOT_SENT, "no time is left");
        }
    }

    private Answer whole(Outgoing request, Credentials as, int maxBytes, TimeLeft time) throws CallException {
        inTime(time);
        return wire.answer(service.origin(), signer.signed(request, as), maxBytes, time);
    }

    private Streamed streamed(Outgoing request, Credentials as, TimeLeft time) throws CallException {
        inTime(time);
        var answer = wire.stream(service.origin(), signer.signed(request, as), time);
        if (answer.status() / 100 == 2) {
            return new Streamed.Begun(answer);
        }
        try (answer) {
            return new Streamed.Refused(answer.rest(MAX_REFUSAL, time));
        }
    }

    /// Makes a call that may be carried out several times. Repeats it while time remains, after a broken connection,
    /// a slow attempt or a temporary refusal.
    ///
    /// @param attempt the longest time of one attempt
    public Answer repeated(Outgoing request, int maxBytes, Duration attempt, TimeLeft time) throws CallException {
        return repeated(request, maxBytes, attempt, time, () -> {});
    }

    /// The same, for a caller that must know of attempts without an answer.
    ///
    /// @param doubt runs after each attempt that was perhaps carried out, or will be
    public Answer repeated(Outgoing request, int maxBytes, Duration attempt, TimeLeft time, Runnable doubt)
            throws CallException {
        for (var round = 1; ; round++) {
            try {
                var within = time.atMost(attempt);
                var answer = whole(request, own(), maxBytes, within);
                if (answer.isSuccess()) {
                    budget.succeeded();
                    return answer;
                }
                if (answer.status() >= 500) {
                    doubt.run();
                }
                var again = skew.learned(answer) || isPassing(answer);
                if (!again || isLast(round, time)) {
                    return answer;
                }
            } catch (CallException e) {
                if (e.fault() != Fault.NOT_SENT) {
                    doubt.run();
                }
                if (e.fault() == Fault.TOO_LARGE || Thread.currentThread().isInterrupted() || isLast(round, time)) {
                    throw e;
                }
            }
            pause(round, time);
        }
    }

    private boolean isLast(int round, TimeLeft time) {
        return round >= MOST_ATTEMPTS || time.isOver() || !budget.take();
    }

    private static boolean isPassing(Answer answer) {
        return answer.status() >= 500 || answer.status() == 429 || PASSING.contains(answer.errorCode());
    }

    /// Waits a random time. Its bound doubles with each round, and it never passes the deadline.
    private static void pause(int round, TimeLeft time) throws CallException {
        var longest = Math.min(FIRST_PAUSE_MILLIS << (round - 1), Math.max(0, time.nanos() / 1_000_000));
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(longest + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallException(Fault.BROKEN, "interrupted");
        }
    }
}
