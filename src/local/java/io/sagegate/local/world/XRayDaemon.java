package io.sagegate.local.world;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sagegate.local.witness.Witness;
import java.io.IOException;
import java.io.StringWriter;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// A stand-in for the X-Ray daemon. It takes documents by UDP on 127.0.0.1 and appends each to a file, one JSON
/// object on a line. A datagram in another format is counted and dropped, as the daemon drops it.
public final class XRayDaemon implements AutoCloseable {
    private static final int LARGEST_DATAGRAM = 65_535;
    private static final int REMEMBERED = 10_000;
    private static final JsonFactory JSON = new JsonFactory();

    private final DatagramSocket socket;
    private final Path traces;
    private final Thread receiver;
    private final Deque<String> received = new ArrayDeque<>();
    private int malformed;

    private XRayDaemon(DatagramSocket socket, Path traces) {
        this.socket = socket;
        this.traces = traces;
        this.receiver = Thread.ofVirtual().name("xray-daemon").start(this::receive);
    }

    public static XRayDaemon start(Path tracesFile) throws IOException {
        Files.createDirectories(tracesFile.toAbsolutePath().getParent());
        return new XRayDaemon(new DatagramSocket(0, InetAddress.getLoopbackAddress()), tracesFile);
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
    }

    /// The newest documents (10,000 at most), oldest first, each as one line of JSON.
    public synchronized List<String> received() {
        return List.copyOf(received);
    }

    /// The number of datagrams that were not in the daemon's format.
    public synchronized int malformed() {
        return malformed;
    }

    @Override
    public void close() {
        socket.close();
        try {
            receiver.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void receive() {
        byte[] buffer = new byte[LARGEST_DATAGRAM];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                take(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    System.err.println("x-ray: " + e.getMessage());
                }
            }
        }
    }

    private synchronized void take(String datagram) throws IOException {
        Optional<String> line = document(datagram);
        if (line.isEmpty()) {
            malformed++;
            return;
        }
        Files.writeString(traces, line.get() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        Witness.current().logged(line.get());
        received.addLast(line.get());
        if (received.size() > REMEMBERED) {
            received.removeFirst();
        }
    }

    /// Reads a datagram: a header object, a line break, and one segment document.
    private static Optional<String> document(String datagram) {
        int end = datagram.indexOf('\n');
        if (end < 0) {
            return Optional.empty();
        }
        String header = datagram.substring(0, end).replace(" ", "");
        boolean known = header.contains("\"format\":\"json\"") && header.contains("\"version\":1");
        return known ? oneLine(datagram.substring(end + 1)) : Optional.empty();
    }

    private static Optional<String> oneLine(String document) {
        StringWriter line = new StringWriter();
        try (JsonParser parser = JSON.createParser(document);
                JsonGenerator generator = JSON.createGenerator(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            generator.copyCurrentStructure(parser);
            if (parser.nextToken() != null) {
                return Optional.empty();
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.of(line.toString());
    }
}
