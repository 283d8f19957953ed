package io.sagegate.aws.call;

import io.sagegate.aws.call.CallException.Fault;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/// Connections kept open, by server. One TLS context serves all, so the trust store is parsed once. Thread-safe.
final class Pools implements AutoCloseable {
    /// Bytes of one streamed answer that may wait for its reader.
    private static final long WINDOW = 256 * 1024;

    private static final int CONNECTIONS = 256;

    /// Calls that may wait for a connection to one server; one more is refused at once.
    private static final long MOST_WAITING = 2_048;

    /// Longer than any call waits for a connection that can still come.
    private static final long LONGEST_WAIT_MILLIS = 15_000;

    /// Servers; beyond that all connections are dropped and made anew.
    private static final int MAX_POOLS = 64;

    private final SocketOptions socket = new SocketOptions();
    private final ClientBootstrap bootstrap;
    private final Map<Origin, HttpClientConnectionManager> whole = new HashMap<>();
    private final Map<Origin, HttpClientConnectionManager> streamed = new HashMap<>();
    private final Optional<String> authority;
    private @Nullable TlsContext tls;

    /// @param authority the one certificate to trust, in PEM, in place of the system's
    Pools(Duration connect, Optional<String> authority) {
        this.authority = authority;
        socket.connectTimeoutMs = (int) connect.toMillis();
        try (var loops = new EventLoopGroup(1);
                var resolver = new HostResolver(loops)) {
            this.bootstrap = new ClientBootstrap(loops, resolver);
        }
    }

    /// A connection for one request, to be closed after it.
    HttpClientConnection acquire(Origin origin, boolean streams, TimeLeft time) throws CallException {
        var connection = pool(origin, streams).acquireConnection();
        try {
            return time.await(connection);
        } catch (CallException e) {
            // Never on the Common Runtime's thread: there each connection that is given back goes to the next who
            // waits,
            // within the same call, and a thousand who have given up would be as many calls deep.
            var _ = connection.thenAcceptAsync(HttpClientConnection::close, Thread::startVirtualThread);
            throw new CallException(e.fault() == Fault.TIMED_OUT ? Fault.TIMED_OUT : Fault.NOT_SENT, "no connection");
        } catch (ExecutionException e) {
            throw new CallException(Fault.NOT_SENT, "no connection");
        }
    }

    private synchronized HttpClientConnectionManager pool(Origin origin, boolean streams) {
        var pools = streams ? streamed : whole;
        var pool = pools.get(origin);
        if (pool == null) {
            if (pools.size() >= MAX_POOLS) {
                reopen();
            }
            pool = HttpClientConnectionManager.create(options(origin, streams));
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

    /// Reads the trust store, which the first connection would have to.
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

    /// Drops every idle connection; calls under way end on theirs.
    synchronized void reopen() {
        for (var pools : List.of(whole, streamed)) {
            pools.values().forEach(HttpClientConnectionManager::close);
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
