package io.sagegate.aws.call;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.crt.http.HttpClientConnection;
import software.amazon.awssdk.crt.http.HttpClientConnectionManager;

/// The connections to one server. Thread-safe.
///
/// It keeps open connections between two requests. To return one to the Common Runtime's own pool and to take it from
/// there again costs a tenth of a small request. A connection that nobody used for long is not used again. The server
/// may be closing it, and an environment that stood still since does not know.
final class Pool {
    /// Ten seconds less than the 60 after which load balancers of AWS close an idle connection by default.
    ///
    /// Source: Elastic Load Balancing, Application Load Balancers, "Connection idle timeout".
    static final Duration LONGEST_IDLE = Duration.ofSeconds(50);

    private final HttpClientConnectionManager manager;
    private final InstantSource clock;
    private final Deque<Idle> idle = new ArrayDeque<>();
    private int waiting;
    private boolean closed;

    /// @param clock the time of day, which goes on while an environment stands still
    Pool(HttpClientConnectionManager manager, InstantSource clock) {
        this.manager = manager;
        this.clock = clock;
    }

    private record Idle(HttpClientConnection connection, Instant since) {
        /// A clock that was set back tells nothing, so such a connection is not fresh either.
        boolean isFresh(Instant now) {
            return connection.isOpen() && !now.isBefore(since) && now.isBefore(since.plus(LONGEST_IDLE));
        }
    }

    /// A connection that one request has for itself.
    interface Lease {
        HttpClientConnection connection();

        /// Lets the next request have the connection. Its last answer must have been read to its end.
        void giveBack();

        /// Ends the connection, so that the rest of an answer reaches no other request.
        void drop();
    }

    private record Leased(Pool pool, HttpClientConnection connection) implements Lease {
        @Override
        public void giveBack() {
            pool.giveBack(connection);
        }

        @Override
        public void drop() {
            connection.shutdown();
            connection.close();
        }
    }

    Lease lease(HttpClientConnection connection) {
        return new Leased(this, connection);
    }

    /// Takes a connection that is open already, or asks the Common Runtime for one. Both are one step: a connection
    /// that is given back in between would else be kept from a call that waits.
    synchronized CompletableFuture<HttpClientConnection> take() {
        var now = clock.instant();
        @Nullable Idle next;
        while ((next = idle.pollLast()) != null) {
            if (next.isFresh(now)) {
                return CompletableFuture.completedFuture(next.connection());
            }
            lease(next.connection()).drop();
        }
        var asked = manager.acquireConnection();
        waiting++;
        return asked.whenComplete((_, _) -> answered());
    }

    private synchronized void answered() {
        waiting--;
    }

    /// While calls wait for a connection, the Common Runtime passes it on to the first of them.
    private synchronized void giveBack(HttpClientConnection connection) {
        if (closed || waiting > 0) {
            connection.close();
        } else {
            idle.addLast(new Idle(connection, clock.instant()));
        }
    }

    /// Drops idle connections. Calls in progress end on their own ones.
    synchronized void close() {
        closed = true;
        idle.forEach(unused -> unused.connection().close());
        idle.clear();
        manager.close();
    }
}
