package io.sagegate.aws.call;

import io.sagegate.aws.call.CallException.Fault;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import software.amazon.awssdk.crt.CrtRuntimeException;
import software.amazon.awssdk.crt.http.HttpRequest;

/// Sends HTTP/1.1 requests over the Common Runtime: one answer each, no redirects, no repetition. Thread-safe.
public final class Wire implements AutoCloseable {
    private final Pools pools;

    /// @param connect the longest time to make a connection, without TLS
    public Wire(Duration connect) {
        this(connect, InstantSource.system());
    }

    /// @param clock tells for how long a connection has been idle
    Wire(Duration connect, InstantSource clock) {
        this(new Pools(connect, Optional.empty(), clock));
    }

    private Wire(Pools pools) {
        this.pools = pools;
    }

    /// Makes a wire that trusts one certificate and no other, in a TLS context of its own.
    ///
    /// @param authority the certificate in PEM
    public static Wire trusting(String authority, Duration connect) {
        return new Wire(new Pools(connect, Optional.of(authority), InstantSource.system()));
    }

    /// Reads the trust store ahead of the first TLS connection.
    public void prepare() {
        pools.prepare();
    }

    /// Sends a request unchanged and unsigned.
    ///
    /// @param maxBytes the largest body that is accepted
    public Answer answer(Origin origin, Outgoing request, int maxBytes, TimeLeft time) throws CallException {
        return answer(origin, request.to(origin), maxBytes, time);
    }

    Answer answer(Origin origin, HttpRequest request, int maxBytes, TimeLeft time) throws CallException {
        var lease = pools.acquire(origin, false, time);
        var exchange = new WholeAnswer(maxBytes);
        var whole = false;
        try (var stream = lease.connection().makeRequest(request, exchange)) {
            stream.activate();
            var answer = exchange.await(time);
            whole = true;
            return answer;
        } catch (CrtRuntimeException e) {
            throw new CallException(Fault.NOT_SENT, "the request could not be sent");
        } finally {
            if (whole) {
                lease.giveBack();
            } else {
                lease.drop();
            }
        }
    }

    /// Sends a request and waits for the head of its answer, whose body is then pulled.
    StreamedAnswer stream(Origin origin, HttpRequest request, TimeLeft time) throws CallException {
        var lease = pools.acquire(origin, true, time);
        var answer = new StreamedAnswer(lease);
        try {
            answer.start(lease.connection().makeRequest(request, answer));
            answer.awaitHead(time);
            return answer;
        } catch (CrtRuntimeException e) {
            answer.close();
            throw new CallException(Fault.NOT_SENT, "the request could not be sent");
        } catch (CallException e) {
            answer.close();
            throw e;
        }
    }

    /// Drops the open connections, which do not survive a snapshot.
    public void reopen() {
        pools.reopen();
    }

    @Override
    public void close() {
        pools.close();
    }
}
