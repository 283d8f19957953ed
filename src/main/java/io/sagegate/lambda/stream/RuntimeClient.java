package io.sagegate.lambda.stream;

import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One worker's client of Lambda's Runtime API (2018-06-01). Not thread-safe, except [#cut()].
///
/// Source: Lambda Developer Guide, "Using the Lambda runtime API for custom runtimes".
final class RuntimeClient implements AutoCloseable {
    static final String ERROR_TYPE = "Lambda-Runtime-Function-Error-Type";

    private static final String BASE = "/2018-06-01/runtime/";

    private final String authority;
    private volatile @Nullable Connection connection;

    RuntimeClient(String authority) {
        this.authority = authority;
    }

    /// Thrown if Lambda says that this environment is finished. The runtime should then end.
    static final class EnvironmentLostException extends IOException {
        private static final long serialVersionUID = 1L;

        EnvironmentLostException(int status) {
            super("the Runtime API answered " + status);
        }
    }

    /// Waits for the next invocation.
    Invocation next() throws IOException {
        return invocation(exchange(c -> c.get(BASE + "invocation/next")));
    }

    /// Reads the invocation in an answer.
    static Invocation invocation(Reply reply) throws IOException {
        var id = reply.header("lambda-runtime-aws-request-id");
        if (reply.status() != 200 || id.isEmpty()) {
            throw new EnvironmentLostException(reply.status());
        }
        return new Invocation(
                id, deadline(reply.header("lambda-runtime-deadline-ms")), traceHeader(reply), reply.body());
    }

    private static Instant deadline(String millis) throws IOException {
        try {
            return Instant.ofEpochMilli(Long.parseLong(millis));
        } catch (NumberFormatException e) {
            throw new IOException("an event without a deadline", e);
        }
    }

    private static String traceHeader(Reply reply) {
        return reply.header("lambda-runtime-trace-id");
    }

    /// Returns the response of this invocation, which must be complete before any other request.
    StreamedResponse answering(Invocation invocation) throws IOException {
        return new StreamedResponse(connected(), BASE + "invocation/" + invocation.id() + "/response");
    }

    void failed(Invocation invocation, ErrorReport error) throws IOException {
        report("invocation/" + invocation.id() + "/error", error);
    }

    void initFailed(ErrorReport error) throws IOException {
        report("init/error", error);
    }

    /// Tells Lambda that the snapshot may be taken. Returns in the restored copy.
    void restoreNext() throws IOException {
        var reply = exchange(c -> c.get(BASE + "restore/next"));
        if (reply.status() != 200) {
            throw new EnvironmentLostException(reply.status());
        }
    }

    void restoreFailed(ErrorReport error) throws IOException {
        report("restore/error", error);
    }

    private void report(String path, ErrorReport error) throws IOException {
        exchange(c -> c.post(BASE + path, ERROR_TYPE + ": " + error.type() + "\r\n", error.json()));
    }

    @FunctionalInterface
    private interface Exchange {
        Reply with(Connection connection) throws IOException;
    }

    private Reply exchange(Exchange exchange) throws IOException {
        try {
            var reply = exchange.with(connected());
            if (!reply.keepsConnection()) {
                close();
            }
            return reply;
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private Connection connected() throws IOException {
        var open = connection;
        if (open == null) {
            open = Connection.open(authority);
            connection = open;
        }
        return open;
    }

    /// Breaks any request in progress. Another thread may call this.
    void cut() {
        var open = connection;
        if (open != null) {
            open.close();
        }
    }

    /// Closes the connection. The next request opens another one.
    @Override
    public void close() {
        var open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }
}
