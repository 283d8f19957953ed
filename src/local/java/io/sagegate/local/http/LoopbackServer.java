package io.sagegate.local.http;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// An HTTP/1.1 server on 127.0.0.1, one virtual thread per connection.
public final class LoopbackServer implements AutoCloseable {
    /// Answers one request. An exception cuts the connection.
    @FunctionalInterface
    public interface Handler {
        void handle(Exchange exchange) throws IOException, InterruptedException;
    }

    private static final int MAX_CONNECTIONS = 1024;
    private static final byte[] BAD_REQUEST =
            "HTTP/1.1 400 \r\ncontent-length: 0\r\nconnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket listener;
    private final Handler handler;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Semaphore slots = new Semaphore(MAX_CONNECTIONS);

    private LoopbackServer(ServerSocket listener, Handler handler) {
        this.listener = listener;
        this.handler = handler;
    }

    /// Starts on the given port, or on a free one for 0.
    public static LoopbackServer start(int port, Handler handler) throws IOException {
        ServerSocket listener = new ServerSocket();
        try {
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 256);
        } catch (IOException e) {
            listener.close();
            throw new IOException("cannot listen on 127.0.0.1:" + port + ": " + e.getMessage(), e);
        }
        LoopbackServer server = new LoopbackServer(listener, handler);
        Thread.ofVirtual().name("accept-" + listener.getLocalPort()).start(server::accept);
        return server;
    }

    public int port() {
        return listener.getLocalPort();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    @Override
    public void close() {
        closeQuietly(listener);
        open.forEach(LoopbackServer::closeQuietly);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                slots.acquire();
                Socket socket = listener.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException | InterruptedException e) {
                slots.release();
            }
        }
        open.forEach(LoopbackServer::closeQuietly);
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            BufferedInputStream in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 16 * 1024);
            try {
                talk(socket, in, out);
            } catch (MalformedRequest e) {
                out.write(BAD_REQUEST);
                out.flush();
            }
        } catch (IOException e) {
            // The peer left or was cut off, so no answer can reach it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
            slots.release();
        }
    }

    private void talk(Socket socket, BufferedInputStream in, OutputStream out)
            throws IOException, InterruptedException {
        for (RequestHead head = RequestHead.read(in); head != null; head = RequestHead.read(in)) {
            Exchange exchange = new Exchange(socket, in, out, head);
            handler.handle(exchange);
            if (!exchange.finish()) {
                return;
            }
        }
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // The socket is closed already, or closing it failed: it is gone in either case.
        }
    }
}
