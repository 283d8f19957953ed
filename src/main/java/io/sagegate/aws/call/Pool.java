package io.sagegate.aws.call;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.crt.http.HttpClientConnection;
import software.amazon.awssdk.crt.http.HttpClientConnectionManager;

/// The connections to one server. Thread-safe.
///
/// It keeps open connections between two requests. To return one to the Common Runtime's own pool and to take it from
/// there again costs a tenth of a small request.
final class Pool {
    private final HttpClientConnectionManager manager;
    private final Deque<HttpClientConnection> idle = new ArrayDeque<>();
    private int waiting;
    private boolean closed;

    Pool(HttpClientConnectionManager manager) {
        this.manager = manager;
    }

    /// A connection that one request has for itself.
    record Lease(Pool pool, HttpClientConnection connection) {
        /// Lets the next request have the connection. Its last answer must have been read to its end.
        void giveBack() {
            pool.giveBack(connection);
        }

        /// Ends the connection, so that the rest of an answer reaches no other request.
        void drop() {
            connection.shutdown();
            connection.close();
        }
    }

    /// Returns a connection that is open already, if there is one.
    synchronized Optional<Lease> open() {
        @Nullable HttpClientConnection next;
        while ((next = idle.pollLast()) != null) {
            if (next.isOpen()) {
                return Optional.of(new Lease(this, next));
            }
            next.close();
        }
        return Optional.empty();
    }

    /// Asks the Common Runtime for a connection. Each question is followed by [#answered()].
    synchronized CompletableFuture<HttpClientConnection> ask() {
        var asked = manager.acquireConnection();
        waiting++;
        return asked;
    }

    synchronized void answered() {
        waiting--;
    }

    /// While calls wait for a connection, the Common Runtime passes it on to the first of them.
    private synchronized void giveBack(HttpClientConnection connection) {
        if (closed || waiting > 0) {
            connection.close();
        } else {
            idle.addLast(connection);
        }
    }

    /// Drops idle connections. Calls in progress end on their own ones.
    synchronized void close() {
        closed = true;
        idle.forEach(HttpClientConnection::close);
        idle.clear();
        manager.close();
    }
}
