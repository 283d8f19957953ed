package io.sagegate.gateway.stream;

import io.sagegate.filters.body.ShadowFilter;
import io.sagegate.inference.ModelStream;

/// A stream that passes on everything, and shows it to a filter in shadow.
record ShadowedStream(ModelStream stream, ShadowFilter filter) implements ModelStream {
    @Override
    public Part next() {
        var part = stream.next();
        switch (part) {
            case Part.Bytes(var bytes) -> filter.push(bytes);
            case Part.End _ -> filter.finish();
            case Part.Broken _ -> {}
        }
        return part;
    }

    @Override
    public void close() {
        stream.close();
    }
}
