package io.sagegate.gateway;

import io.sagegate.filters.BodyFilter;
import io.sagegate.filters.FilterException;
import io.sagegate.inference.ModelStream;
import io.sagegate.reason.Reason;

/// A stream of which only what the grant lets through leaves. After a failure nothing does.
final class FilteredStream implements ModelStream {
    private final ModelStream stream;
    private final BodyFilter filter;
    private boolean finished;

    FilteredStream(ModelStream stream, BodyFilter filter) {
        this.stream = stream;
        this.filter = filter;
    }

    @Override
    public Part next() {
        try {
            while (!finished) {
                switch (stream.next()) {
                    case Part.Bytes(var bytes) -> {
                        var leaving = filter.push(bytes);
                        if (leaving.length > 0) {
                            return new Part.Bytes(leaving);
                        }
                    }
                    case Part.End _ -> {
                        finished = true;
                        var rest = filter.finish();
                        if (rest.length > 0) {
                            return new Part.Bytes(rest);
                        }
                    }
                    // What is held back stays back: it may be half of what must not leave.
                    case Part.Broken broken -> {
                        return broken;
                    }
                }
            }
            return new Part.End();
        } catch (FilterException | RuntimeException e) {
            return new Part.Broken(Reason.FILTER_FAILED);
        }
    }

    @Override
    public void close() {
        stream.close();
    }
}
