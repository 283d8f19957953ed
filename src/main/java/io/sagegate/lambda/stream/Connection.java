package io.sagegate.lambda.stream;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A connection to the Runtime API, used for one request after the other. Not thread-safe, except [#close()].
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
        this.in = new BufferedInputStream(socket.getInputStream(), BUFFER);
        this.out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
    }

    /// @param authority `host:port`, as `AWS_LAMBDA_RUNTIME_API` has it
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

    /// Waits as long as it takes: Lambda answers a poll when there is something to do.
    Reply get(String path) throws IOException {
        head("GET", path, "");
        out.flush();
        return Reply.read(in);
    }

    /// @param fields further header lines, each with its end
    Reply post(String path, String fields, byte[] body) throws IOException {
        head("POST", path, fields + "Content-Length: " + body.length + "\r\n");
        out.write(body);
        out.flush();
        return Reply.read(in);
    }

    void beginChunks(String path, String fields) throws IOException {
        head("POST", path, fields + "Transfer-Encoding: chunked\r\n");
    }

    /// Puts a chunk on its way; empty ones would end the body and are left out.
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

    /// @param trailers header lines after the body, each with its end
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
            // It is given up either way.
        }
    }
}
