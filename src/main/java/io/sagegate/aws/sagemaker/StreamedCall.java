package io.sagegate.aws.sagemaker;

import io.sagegate.aws.call.CallException;
import io.sagegate.aws.call.StreamedAnswer;
import io.sagegate.aws.call.TimeLeft;
import io.sagegate.inference.ModelStream;
import io.sagegate.reason.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/// A model's answer, read from SageMaker's event stream. An end inside a frame counts as a broken stream.
final class StreamedCall implements ModelStream {
    /// Bytes from which on nothing is added to a part: copies and memory stay small.
    private static final int BURST = 16 * 1024;

    private final StreamedAnswer answer;
    private final TimeLeft time;
    private final FrameReader frames = new FrameReader();
    private Optional<Part> waiting = Optional.empty();
    private Optional<Part> last = Optional.empty();

    StreamedCall(StreamedAnswer answer, TimeLeft time) {
        this.answer = answer;
        this.time = time;
    }

    @Override
    public Part next() {
        if (last.isPresent()) {
            return last.get();
        }
        var part = waiting.or(() -> one(true)).orElseThrow();
        waiting = Optional.empty();
        if (part instanceof Part.Bytes(var bytes)) {
            return new Part.Bytes(joined(bytes));
        }
        last = Optional.of(part);
        close();
        return part;
    }

    /// Adds the bytes that have arrived already, so that tokens that came together leave together.
    private byte[] joined(byte[] first) {
        waiting = one(false);
        if (!(waiting.orElse(null) instanceof Part.Bytes)) {
            return first;
        }
        var all = new ByteArrayOutputStream(1_024);
        all.writeBytes(first);
        while (all.size() < BURST && waiting.orElse(null) instanceof Part.Bytes(var more)) {
            all.writeBytes(more);
            waiting = one(false);
        }
        return all.toByteArray();
    }

    /// Returns the next part. Empty if that would mean to wait, and the caller does not want to.
    private Optional<Part> one(boolean waits) {
        try {
            while (true) {
                var frame = frames.next();
                if (frame.isPresent()) {
                    var part = part(frame.get());
                    if (part.isPresent()) {
                        return part;
                    }
                    continue;
                }
                if (!waits && !answer.isWaiting()) {
                    return Optional.empty();
                }
                var bytes = answer.next(time);
                if (bytes.isEmpty()) {
                    return Optional.of(frames.isInside() ? new Part.Broken(Reason.STREAM_TRUNCATED) : new Part.End());
                }
                frames.add(bytes.get());
            }
        } catch (CallException e) {
            return Optional.of(new Part.Broken(Failures.ofStream(e)));
        } catch (IOException e) {
            return Optional.of(new Part.Broken(Reason.STREAM_TRUNCATED));
        }
    }

    /// Empty for an event without bytes, or one that the gateway does not know.
    private static Optional<Part> part(FrameReader.Frame frame) {
        if (!frame.kind().equals("event")) {
            return Optional.of(new Part.Broken(Failures.ofFrame(frame)));
        }
        return frame.type().equals("PayloadPart") && frame.payload().length > 0
                ? Optional.of(new Part.Bytes(frame.payload()))
                : Optional.empty();
    }

    /// Closes the connection if the answer is not whole; this stops the model.
    @Override
    public void close() {
        answer.close();
    }
}
