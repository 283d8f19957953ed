package io.sagegate.aws.sagemaker;

import io.sagegate.aws.call.CallException;
import io.sagegate.aws.call.StreamedAnswer;
import io.sagegate.aws.call.TimeLeft;
import io.sagegate.inference.ModelStream;
import io.sagegate.reason.Reason;
import java.io.IOException;
import java.util.Optional;

/// A model's answer, read from SageMaker's event stream. An end inside a frame counts as a broken stream.
final class StreamedCall implements ModelStream {
    private final StreamedAnswer answer;
    private final TimeLeft time;
    private final FrameReader frames = new FrameReader();
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
        var part = read();
        if (!(part instanceof Part.Bytes)) {
            last = Optional.of(part);
            close();
        }
        return part;
    }

    private Part read() {
        try {
            while (true) {
                var frame = frames.next();
                if (frame.isPresent()) {
                    var part = part(frame.get());
                    if (part.isPresent()) {
                        return part.get();
                    }
                    continue;
                }
                var bytes = answer.next(time);
                if (bytes.isEmpty()) {
                    return frames.isInside() ? new Part.Broken(Reason.STREAM_TRUNCATED) : new Part.End();
                }
                frames.add(bytes.get());
            }
        } catch (CallException e) {
            return new Part.Broken(Failures.ofStream(e));
        } catch (IOException e) {
            return new Part.Broken(Reason.STREAM_TRUNCATED);
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
