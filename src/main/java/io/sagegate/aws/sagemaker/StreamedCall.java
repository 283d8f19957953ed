package io.sagegate.aws.sagemaker;

import io.sagegate.inference.ModelStream;
import io.sagegate.reason.Reason;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointWithResponseStreamResponse;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.sagemakerruntime.model.PayloadPart;
import software.amazon.awssdk.services.sagemakerruntime.model.ResponseStream;

/// One streaming call: turns what the SDK pushes into what is pulled, one event asked for at a time.
final class StreamedCall
        implements ModelStream, InvokeEndpointWithResponseStreamResponseHandler, Subscriber<ResponseStream> {
    private final long deadlineNanos;
    private final CompletableFuture<InvokeEndpointWithResponseStreamResponse> head = new CompletableFuture<>();
    private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
    private volatile @Nullable Subscription subscription;
    private volatile CompletableFuture<Void> call = CompletableFuture.completedFuture(null);
    private Optional<Part> last = Optional.empty();

    StreamedCall(long nanos) {
        this.deadlineNanos = System.nanoTime() + nanos;
    }

    /// Whatever ends the call ends the stream; the first word counts.
    void follow(CompletableFuture<Void> running) {
        call = running;
        var _ = running.whenComplete((_, fault) -> {
            if (fault != null) {
                head.completeExceptionally(fault);
                parts.add(new Part.Broken(Failures.ofStream(fault)));
            } else {
                parts.add(new Part.End());
            }
        });
    }

    /// Waits for the model to begin.
    InvokeEndpointWithResponseStreamResponse head()
            throws InterruptedException, java.util.concurrent.ExecutionException, TimeoutException {
        return head.get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    @Override
    public void responseReceived(InvokeEndpointWithResponseStreamResponse response) {
        head.complete(response);
    }

    @Override
    public void onEventStream(SdkPublisher<ResponseStream> events) {
        events.subscribe(this);
    }

    @Override
    public void exceptionOccurred(Throwable fault) {
        head.completeExceptionally(fault);
    }

    @Override
    public void complete() {
        // The call's own future says so too, and also when it was a failure.
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription = given;
        given.request(1);
    }

    @Override
    public void onNext(ResponseStream event) {
        if (event instanceof PayloadPart part
                && part.bytes() != null
                && part.bytes().asByteArrayUnsafe().length > 0) {
            parts.add(new Part.Bytes(part.bytes().asByteArrayUnsafe()));
        } else {
            ask();
        }
    }

    private void ask() {
        var given = subscription;
        if (given != null) {
            given.request(1);
        }
    }

    @Override
    public void onError(Throwable fault) {
        parts.add(new Part.Broken(Failures.ofStream(fault)));
    }

    @Override
    public void onComplete() {
        // Whether that was the end or a failure is what the call's future says next.
    }

    @Override
    public Part next() {
        if (last.isPresent()) {
            return last.get();
        }
        var part = await();
        if (part instanceof Part.Bytes) {
            ask();
            return part;
        }
        last = Optional.of(part);
        return part;
    }

    private Part await() {
        try {
            var part = parts.poll(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (part != null) {
                return part;
            }
            close();
            return new Part.Broken(Reason.MODEL_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            return new Part.Broken(Reason.INTERNAL_ERROR);
        }
    }

    /// Cancelling the call's future closes its connection, which is what stops the model.
    @Override
    public void close() {
        var given = subscription;
        if (given != null) {
            given.cancel();
        }
        call.cancel(true);
    }
}
