package io.sagegate.aws.s3;

import io.sagegate.aws.call.CallException;
import io.sagegate.aws.call.StreamedAnswer;
import io.sagegate.aws.call.TimeLeft;
import io.sagegate.inference.ModelStream;
import io.sagegate.reason.Reason;

/// An object's bytes as they come. One that ends early, or takes too long, is broken.
final class ObjectBody implements ModelStream {
    private final StreamedAnswer answer;
    private final long length;
    private final TimeLeft time;
    private long read;

    /// @param length as S3 says, or -1
    ObjectBody(StreamedAnswer answer, long length, TimeLeft time) {
        this.answer = answer;
        this.length = length;
        this.time = time;
    }

    @Override
    public Part next() {
        try {
            var bytes = answer.next(time);
            if (bytes.isPresent()) {
                read += bytes.get().length;
                return new Part.Bytes(bytes.get());
            }
            return length < 0 || read == length ? new Part.End() : new Part.Broken(Reason.STORE_UNAVAILABLE);
        } catch (CallException e) {
            return new Part.Broken(Reason.STORE_UNAVAILABLE);
        }
    }

    @Override
    public void close() {
        answer.close();
    }
}
