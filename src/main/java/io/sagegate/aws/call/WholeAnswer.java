package io.sagegate.aws.call;

import io.sagegate.aws.call.CallException.Fault;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.crt.http.HttpHeader;
import software.amazon.awssdk.crt.http.HttpHeaderBlock;
import software.amazon.awssdk.crt.http.HttpStream;
import software.amazon.awssdk.crt.http.HttpStreamMetrics;
import software.amazon.awssdk.crt.http.HttpStreamResponseHandler;

/// Collects one whole answer on the Common Runtime's thread.
final class WholeAnswer implements HttpStreamResponseHandler {
    private static final byte[] NOTHING = {};

    private final int maxBytes;
    private final Fields fields = new Fields();
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private byte[] first = NOTHING;
    private final ByteArrayOutputStream more = new ByteArrayOutputStream(0);
    private int status;
    private boolean sent;

    WholeAnswer(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    Answer await(TimeLeft time) throws CallException {
        try {
            return time.await(answer);
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case CallException fault -> fault;
                // The caller's thread can end the environment; the Common Runtime's thread cannot.
                case VirtualMachineError fatal -> throw fatal;
                case null, default -> new CallException(Fault.BROKEN, "the answer could not be read");
            };
        }
    }

    @Override
    public void onResponseHeaders(HttpStream stream, int responseStatus, int block, HttpHeader[] headers) {
        if (block == HttpHeaderBlock.MAIN.getValue()) {
            status = responseStatus;
            fields.addAll(headers);
        }
    }

    @Override
    public int onResponseBody(HttpStream stream, byte[] bytes) {
        if (first.length + more.size() + (long) bytes.length > maxBytes) {
            answer.completeExceptionally(new CallException(Fault.TOO_LARGE, "an answer over " + maxBytes + " bytes"));
        } else if (first.length == 0) {
            first = bytes;
        } else {
            add(bytes);
        }
        return bytes.length;
    }

    private void add(byte[] bytes) {
        try {
            more.writeBytes(bytes);
        } catch (VirtualMachineError e) {
            answer.completeExceptionally(e);
        }
    }

    @Override
    public void onMetrics(HttpStream stream, HttpStreamMetrics metrics) {
        sent = metrics.getSendStartTimestampNs() > 0;
    }

    @Override
    public void onResponseComplete(HttpStream stream, int error) {
        if (error == 0) {
            try {
                answer.complete(new Answer(status, fields, body()));
            } catch (VirtualMachineError e) {
                answer.completeExceptionally(e);
            }
        } else {
            answer.completeExceptionally(
                    new CallException(sent ? Fault.BROKEN : Fault.NOT_SENT, "the connection broke: " + error));
        }
    }

    private byte[] body() {
        if (more.size() == 0) {
            return first;
        }
        var body = new byte[first.length + more.size()];
        System.arraycopy(first, 0, body, 0, first.length);
        System.arraycopy(more.toByteArray(), 0, body, first.length, more.size());
        return body;
    }
}
