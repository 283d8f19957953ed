package io.sagegate.gateway.stream;

import io.sagegate.filters.BodyFilter;
import io.sagegate.filters.FilterException;
import io.sagegate.inference.ModelStream;
import io.sagegate.reason.Reason;
import java.util.Optional;

/// A stream that passes on only the bytes that the grant's filter allows. Nothing follows a failure.
public final class FilteredStream implements ModelStream {
    private final ModelStream stream;
    private final BodyFilter filter;
    private boolean finished;

    public FilteredStream(ModelStream stream, BodyFilter filter) {
        this.stream = stream;
        this.filter = filter;
    }

    /// A fault of the stream itself goes on, since it is none of the filter.
    @Override
    public Part next() {
        while (!finished) {
            var part = stream.next();
            try {
                var leaving = leaving(part);
                if (leaving.isPresent()) {
                    return leaving.get();
                }
            } catch (FilterException | RuntimeException e) {
                return new Part.Broken(Reason.FILTER_FAILED);
            }
        }
        return new Part.End();
    }

    private Optional<Part> leaving(Part part) throws FilterException {
        return switch (part) {
            case Part.Bytes(var bytes) -> some(filter.push(bytes));
            case Part.End _ -> {
                finished = true;
                yield some(filter.finish());
            }
            // The text that is held back stays back: it may be half of a text that must not leave.
            case Part.Broken broken -> Optional.of(broken);
        };
    }

    private static Optional<Part> some(byte[] bytes) {
        return bytes.length == 0 ? Optional.empty() : Optional.of(new Part.Bytes(bytes));
    }

    @Override
    public void close() {
        stream.close();
    }
}
