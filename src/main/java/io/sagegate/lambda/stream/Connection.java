package io.sagegate.lambda.stream;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A connection to the Runtime API for one request after another. Not thread-safe, except [#close()].
final class Connection implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int BUFFER = 64 * 1024;
    private static final byte[] LINE_END = {'\r', '\n'};

    private final String host;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private Connection(String host, Socket socket) throws IOException {
        this.host = host;
        this.socket = socket;
        this.in = new ReadAhead(socket.getInputStream(), BUFFER);
        this.out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
    }

    /// @param authority `host:port`, in the form of `AWS_LAMBDA_RUNTIME_API`
    static Connection open(String authority) throws IOException {
        var colon = authority.lastIndexOf(':');
        var address = colon < 0
                ? new InetSocketAddress(authority, 80)
                : new InetSocketAddress(
                        authority.substring(0, colon), Integer.parseInt(authority.substring(colon + 1)));
        var socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(address, CONNECT_MILLIS);
            return new Connection(authority, socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /// Sends a GET and waits without limit: Lambda answers a poll when it has an event.
    Reply get(String path) throws IOException {
        head("GET", path, "");
        out.flush();
        return Reply.read(in);
    }

    /// @param fields further header lines, each with its line break
    Reply post(String path, String fields, byte[] body) throws IOException {
        head("POST", path, fields + "Content-Length: " + body.length + "\r\n");
        out.write(body);
        out.flush();
        return Reply.read(in);
    }

    void beginChunks(String path, String fields) throws IOException {
        head("POST", path, fields + "Transfer-Encoding: chunked\r\n");
    }

    /// Sends one chunk. An empty chunk would end the body, so it is left out.
    void chunk(byte[] bytes) throws IOException {
        if (bytes.length == 0) {
            return;
        }
        out.write(Integer.toHexString(bytes.length).getBytes(StandardCharsets.US_ASCII));
        out.write(LINE_END);
        out.write(bytes);
        out.write(LINE_END);
        out.flush();
    }

    /// @param trailers header lines after the body, each with its line break
    Reply endChunks(String trailers) throws IOException {
        out.write(("0\r\n" + trailers + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return Reply.read(in);
    }

    private void head(String method, String path, String fields) throws IOException {
        var head =
                method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\nUser-Agent: sagegate\r\n" + fields + "\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // The connection is given up either way.
        }
    }
}
