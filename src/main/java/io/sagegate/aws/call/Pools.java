package io.sagegate.aws.call;

import io.sagegate.aws.call.CallException.Fault;
import io.sagegate.aws.call.Pool.Lease;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.crt.http.HttpClientConnection;
import software.amazon.awssdk.crt.http.HttpClientConnectionManager;
import software.amazon.awssdk.crt.http.HttpClientConnectionManagerOptions;
import software.amazon.awssdk.crt.io.ClientBootstrap;
import software.amazon.awssdk.crt.io.EventLoopGroup;
import software.amazon.awssdk.crt.io.HostResolver;
import software.amazon.awssdk.crt.io.SocketOptions;
import software.amazon.awssdk.crt.io.TlsContext;
import software.amazon.awssdk.crt.io.TlsContextOptions;
import software.amazon.awssdk.crt.io.TlsContextOptions.TlsVersions;

/// Pools of open connections, one for each server. All share one TLS context, so the trust store is read once.
/// Thread-safe.
final class Pools implements AutoCloseable {
    /// Most bytes of one streamed answer that wait for their reader, which bounds memory.
    static final int WINDOW = 256 * 1024;

    private static final int CONNECTIONS = 256;

    /// Most calls that wait for a connection to one server; one more is refused at once.
    private static final long MOST_WAITING = 2_048;

    /// Milliseconds after which a waiting call gives up: longer than any call waits for a connection that still
    /// comes.
    private static final long LONGEST_WAIT_MILLIS = 15_000;

    /// Most servers; a further one drops all connections.
    private static final int MAX_POOLS = 64;

    private final SocketOptions socket = new SocketOptions();
    private final ClientBootstrap bootstrap;
    private final Map<Origin, Pool> whole = new HashMap<>();
    private final Map<Origin, Pool> streamed = new HashMap<>();
    private final Optional<String> authority;
    private final InstantSource clock;
    private @Nullable TlsContext tls;

    /// @param authority the only certificate to trust, in PEM, instead of the system's
    Pools(Duration connect, Optional<String> authority, InstantSource clock) {
        this.authority = authority;
        this.clock = clock;
        socket.connectTimeoutMs = (int) connect.toMillis();
        try (var loops = new EventLoopGroup(1);
                var resolver = new HostResolver(loops)) {
            this.bootstrap = new ClientBootstrap(loops, resolver);
        }
    }

    /// Returns a connection for one request, to be given back or ended afterwards.
    Lease acquire(Origin origin, boolean streams, TimeLeft time) throws CallException {
        Pool pool;
        CompletableFuture<HttpClientConnection> connection;
        // Asks before another call may close the pool: a closed one throws.
        synchronized (this) {
            pool = pool(origin, streams);
            connection = pool.take();
        }
        try {
            return pool.lease(time.await(connection));
        } catch (CallException e) {
            // The Common Runtime's thread must not close the connection. It would pass it on to the next waiting call
            // within the same call. A thousand calls that gave up would then nest a thousand levels deep.
            var _ = connection.thenAcceptAsync(HttpClientConnection::close, Thread::startVirtualThread);
            throw new CallException(Fault.NOT_SENT, "no connection");
        } catch (ExecutionException e) {
            throw new CallException(Fault.NOT_SENT, "no connection");
        }
    }

    private Pool pool(Origin origin, boolean streams) {
        var pools = streams ? streamed : whole;
        var pool = pools.get(origin);
        if (pool == null) {
            if (pools.size() >= MAX_POOLS) {
                reopen();
            }
            pool = new Pool(HttpClientConnectionManager.create(options(origin, streams)), clock);
            pools.put(origin, pool);
        }
        return pool;
    }

    private HttpClientConnectionManagerOptions options(Origin origin, boolean streams) {
        var options = new HttpClientConnectionManagerOptions()
                .withClientBootstrap(bootstrap)
                .withSocketOptions(socket)
                .withUri(origin.uri())
                .withPort(origin.port())
                .withMaxConnections(CONNECTIONS)
                .withMaxConnectionIdleInMilliseconds(Pool.LONGEST_IDLE.toMillis())
                .withMaxPendingConnectionAcquisitions(MOST_WAITING)
                .withConnectionAcquisitionTimeoutInMilliseconds(LONGEST_WAIT_MILLIS);
        if (origin.secure()) {
            options.withTlsContext(tls());
        }
        if (streams) {
            options.withManualWindowManagement(true).withWindowSize(WINDOW);
        }
        return options;
    }

    /// Reads the trust store ahead of the first connection.
    synchronized void prepare() {
        tls();
    }

    private TlsContext tls() {
        var made = tls;
        if (made == null) {
            try (var options = TlsContextOptions.createDefaultClient().withMinimumTlsVersion(TlsVersions.TLSv1_2)) {
                authority.ifPresent(options::withCertificateAuthority);
                made = new TlsContext(options);
            }
            tls = made;
        }
        return made;
    }

    /// Drops every idle connection. Calls in progress end on their own connections.
    synchronized void reopen() {
        for (var pools : List.of(whole, streamed)) {
            pools.values().forEach(Pool::close);
            pools.clear();
        }
    }

    @Override
    public synchronized void close() {
        reopen();
        var made = tls;
        tls = null;
        if (made != null) {
            made.close();
        }
        bootstrap.close();
        socket.close();
    }
}
