package io.sagegate.aws.sagemaker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/// Follows the lengths of an event stream's frames, so that a stream which ends inside one is an error.
///
/// The SDK's decoder drops an unfinished frame in silence: a cut that the HTTP client takes for the end of the
/// body would pass for a whole answer.
///
/// Source: the event stream encoding (Smithy, "Amazon Event Stream"): a frame starts with its own length, four
/// bytes, big-endian.
final class FrameCheck implements ExecutionInterceptor {
    /// A stream that ended before its last frame did.
    static final class TruncatedStreamException extends IOException {
        private static final long serialVersionUID = 1L;

        TruncatedStreamException() {
            super("the stream ended inside a frame");
        }
    }

    @Override
    public Optional<Publisher<ByteBuffer>> modifyAsyncHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        if (!context.httpResponse().isSuccessful()) {
            // A refusal is JSON, without frames.
            return context.responsePublisher();
        }
        return context.responsePublisher().map(body -> subscriber -> body.subscribe(new Checked(subscriber)));
    }

    private static final class Checked implements Subscriber<ByteBuffer> {
        private static final int LENGTH_BYTES = 4;

        private final Subscriber<? super ByteBuffer> target;
        private long leftInFrame;
        private int lengthBytes;
        private long length;

        Checked(Subscriber<? super ByteBuffer> target) {
            this.target = target;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            target.onSubscribe(subscription);
        }

        @Override
        public void onNext(ByteBuffer bytes) {
            follow(bytes.duplicate());
            target.onNext(bytes);
        }

        private void follow(ByteBuffer bytes) {
            while (bytes.hasRemaining()) {
                if (leftInFrame > 0) {
                    var step = (int) Math.min(leftInFrame, bytes.remaining());
                    bytes.position(bytes.position() + step);
                    leftInFrame -= step;
                } else {
                    readLength(bytes.get());
                }
            }
        }

        private void readLength(byte next) {
            length = (length << 8) | (next & 0xff);
            lengthBytes++;
            if (lengthBytes == LENGTH_BYTES) {
                leftInFrame = Math.max(0, length - LENGTH_BYTES);
                length = 0;
                lengthBytes = 0;
            }
        }

        @Override
        public void onError(Throwable fault) {
            target.onError(fault);
        }

        @Override
        public void onComplete() {
            if (leftInFrame > 0 || lengthBytes > 0) {
                target.onError(new TruncatedStreamException());
            } else {
                target.onComplete();
            }
        }
    }
}
