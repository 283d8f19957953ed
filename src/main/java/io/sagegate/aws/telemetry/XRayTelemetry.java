package io.sagegate.aws.telemetry;

import io.sagegate.audit.AuditEvent;
import io.sagegate.audit.Telemetry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Sends each sampled request as one datagram to the X-Ray daemon. The socket never blocks, and a missing daemon
/// costs one refused system call.
public final class XRayTelemetry implements Telemetry {
    private static final int MAX_DATAGRAM = 65_507;

    private final InetSocketAddress daemon;
    private final ReentrantLock lock = new ReentrantLock();

    /// The socket, opened at the first use, after any restore from a snapshot; null while unusable.
    private @Nullable DatagramChannel channel;

    public XRayTelemetry(InetSocketAddress daemon) {
        this.daemon = daemon;
    }

    /// The UDP address in `AWS_XRAY_DAEMON_ADDRESS`: `host:port`, or `tcp:host:port udp:host:port`.
    public static Optional<InetSocketAddress> address(String value) {
        return Arrays.stream(value.strip().split(" +"))
                .filter(part -> !part.startsWith("tcp:"))
                .map(part -> part.startsWith("udp:") ? part.substring(4) : part)
                .findFirst()
                .flatMap(XRayTelemetry::hostAndPort);
    }

    private static Optional<InetSocketAddress> hostAndPort(String text) {
        var colon = text.lastIndexOf(':');
        var port = text.substring(colon + 1);
        if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
            return Optional.empty();
        }
        var address = new InetSocketAddress(text.substring(0, colon), Integer.parseInt(port));
        return address.isUnresolved() ? Optional.empty() : Optional.of(address);
    }

    /// Drops the socket, which may not survive a snapshot. The next request opens another one.
    public void restart() {
        lock.lock();
        try {
            drop();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void record(AuditEvent event) {
        var trace = event.trace();
        if (!trace.sampled() || trace.root().isEmpty() || trace.parent().isEmpty()) {
            return;
        }
        try {
            var datagram = SegmentDocument.of(event);
            if (datagram.length <= MAX_DATAGRAM) {
                send(ByteBuffer.wrap(datagram));
            }
        } catch (IOException | RuntimeException ignored) {
            // A call must not fail because of its trace.
            restart();
        }
    }

    private void send(ByteBuffer datagram) throws IOException {
        lock.lock();
        try {
            var open = channel;
            if (open == null || !open.isOpen()) {
                open = DatagramChannel.open();
                channel = open;
                open.configureBlocking(false);
                open.connect(daemon);
            }
            open.write(datagram);
        } finally {
            lock.unlock();
        }
    }

    private void drop() {
        var open = channel;
        channel = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException ignored) {
                // Nothing is lost if the socket cannot be closed.
            }
        }
    }
}
