package io.sagegate.aws.call;

import io.sagegate.aws.call.CallException.Fault;
import io.sagegate.aws.call.Pool.Lease;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.crt.http.HttpHeader;
import software.amazon.awssdk.crt.http.HttpHeaderBlock;
import software.amazon.awssdk.crt.http.HttpStream;
import software.amazon.awssdk.crt.http.HttpStreamMetrics;
import software.amazon.awssdk.crt.http.HttpStreamResponseHandler;

/// An answer whose body is pulled while it arrives. The connection's window bounds the bytes that wait here, and
/// opens again as the body is read. One reader.
public final class StreamedAnswer implements HttpStreamResponseHandler, AutoCloseable {
    private final Lease lease;
    private final CompletableFuture<Integer> head = new CompletableFuture<>();
    private final Fields fields = new Fields();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private volatile @Nullable HttpStream stream;
    private boolean sent;
    private boolean whole;
    private int read;
    private boolean closed;

    private sealed interface Event {
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Bytes(byte[] bytes) implements Event {}

        record Done(int error) implements Event {}
    }

    StreamedAnswer(Lease lease) {
        this.lease = lease;
    }

    void start(HttpStream started) {
        stream = started;
        started.activate();
    }

    void awaitHead(TimeLeft time) throws CallException {
        try {
            time.await(head);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof CallException fault ? fault : new CallException(Fault.BROKEN, "no head");
        }
    }

    public int status() {
        return head.join();
    }

    public Optional<String> first(String field) {
        return fields.first(field);
    }

    /// Waits for the next bytes. Empty at the end of the body.
    public Optional<byte[]> next(TimeLeft time) throws CallException {
        if (whole) {
            return Optional.empty();
        }
        switch (await(time)) {
            case Event.Bytes(byte[] bytes) -> {
                reopen(bytes.length);
                return Optional.of(bytes);
            }
            case Event.Done(int error) -> {
                if (error != 0) {
                    throw new CallException(Fault.BROKEN, "the connection broke: " + error);
                }
                whole = true;
                return Optional.empty();
            }
        }
    }

    /// Whether [#next] would return at once.
    public boolean isWaiting() {
        return whole || !events.isEmpty();
    }

    /// Opens the window again once a quarter of it has been read. Each opening wakes the Common Runtime's thread, so a
    /// short token must not open it.
    private void reopen(int bytes) {
        read += bytes;
        var open = stream;
        if (read >= Pools.WINDOW / 4 && open != null && !closed) {
            open.incrementWindow(read);
            read = 0;
        }
    }

    private Event await(TimeLeft time) throws CallException {
        try {
            var event = events.poll();
            if (event == null) {
                event = events.poll(Math.max(0, time.nanos()), TimeUnit.NANOSECONDS);
            }
            if (event == null) {
                throw new CallException(Fault.TIMED_OUT, "the answer did not end in time");
            }
            return event;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallException(Fault.BROKEN, "interrupted");
        }
    }

    /// Reads the rest of the body, for an answer that turned out to be a refusal.
    Answer rest(int maxBytes, TimeLeft time) throws CallException {
        var body = new ByteArrayOutputStream();
        for (var bytes = next(time); bytes.isPresent(); bytes = next(time)) {
            if (body.size() + bytes.get().length > maxBytes) {
                throw new CallException(Fault.TOO_LARGE, "an answer over " + maxBytes + " bytes");
            }
            body.writeBytes(bytes.get());
        }
        return new Answer(status(), fields, body.toByteArray());
    }

    @Override
    public void onResponseHeaders(HttpStream from, int status, int block, HttpHeader[] headers) {
        if (block == HttpHeaderBlock.MAIN.getValue()) {
            fields.addAll(headers);
        }
    }

    @Override
    public void onResponseHeadersDone(HttpStream from, int block) {
        if (block == HttpHeaderBlock.MAIN.getValue()) {
            head.complete(from.getResponseStatusCode());
        }
    }

    /// @return zero, so that the window opens only when the bytes are read
    @Override
    public int onResponseBody(HttpStream from, byte[] bytes) {
        events.add(new Event.Bytes(bytes));
        return 0;
    }

    @Override
    public void onMetrics(HttpStream from, HttpStreamMetrics metrics) {
        sent = metrics.getSendStartTimestampNs() > 0;
    }

    @Override
    public void onResponseComplete(HttpStream from, int error) {
        if (!head.isDone()) {
            head.completeExceptionally(
                    new CallException(sent ? Fault.BROKEN : Fault.NOT_SENT, "the connection broke: " + error));
        }
        events.add(new Event.Done(error));
    }

    /// Gives up the rest of the answer. This closes the connection, which stops the model.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        var open = stream;
        if (open != null) {
            open.close();
        }
        if (whole) {
            lease.giveBack();
        } else {
            lease.drop();
        }
    }
}
