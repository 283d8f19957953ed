package io.sagegate.aws.call;

import io.sagegate.aws.call.CallException.Fault;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.crt.CrtRuntimeException;
import software.amazon.awssdk.crt.http.HttpRequest;

/// HTTP/1.1 over the Common Runtime: one request, one answer, no redirects, no repetition. Thread-safe.
public final class Wire implements AutoCloseable {
    private final Pools pools;

    /// @param connect how long a connection may take to be made, TLS not included
    public Wire(Duration connect) {
        this(new Pools(connect, Optional.empty()));
    }

    private Wire(Pools pools) {
        this.pools = pools;
    }

    /// Over TLS this one trusts the certificate alone, and nobody else's.
    ///
    /// @param authority in PEM
    static Wire trusting(String authority, Duration connect) {
        return new Wire(new Pools(connect, Optional.of(authority)));
    }

    /// Does ahead what the first connection over TLS would have to do: the trust store is read once.
    public void prepare() {
        pools.prepare();
    }

    /// Sends a request as it is, unsigned.
    ///
    /// @param maxBytes the largest body that is taken
    public Answer answer(Origin origin, Outgoing request, int maxBytes, TimeLeft time) throws CallException {
        return answer(origin, request.to(origin), maxBytes, time);
    }

    Answer answer(Origin origin, HttpRequest request, int maxBytes, TimeLeft time) throws CallException {
        var connection = pools.acquire(origin, false, time);
        var exchange = new WholeAnswer(maxBytes);
        try (connection) {
            try (var stream = connection.makeRequest(request, exchange)) {
                stream.activate();
                return exchange.await(time);
            } catch (CrtRuntimeException e) {
                connection.shutdown();
                throw new CallException(Fault.NOT_SENT, "the request could not be sent");
            } catch (CallException e) {
                // Whatever still comes on it belongs to no other request.
                connection.shutdown();
                throw e;
            }
        }
    }

    /// Waits for the head of an answer whose body is then pulled.
    StreamedAnswer stream(Origin origin, HttpRequest request, TimeLeft time) throws CallException {
        var connection = pools.acquire(origin, true, time);
        var answer = new StreamedAnswer(connection);
        try {
            answer.start(connection.makeRequest(request, answer));
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

    /// Drops the connections that are open, which do not survive a snapshot.
    public void reopen() {
        pools.reopen();
    }

    @Override
    public void close() {
        pools.close();
    }
}
