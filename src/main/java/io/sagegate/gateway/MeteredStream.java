package io.sagegate.gateway;

import io.sagegate.http.Headers;
import io.sagegate.inference.ModelStream;
import io.sagegate.limits.tokens.StreamedTokens;
import io.sagegate.limits.tokens.Usage;
import java.util.function.Consumer;

/// Counts what a streamed answer uses while it passes, so that a client who leaves pays for what was made.
final class MeteredStream implements ModelStream {
    private final ModelStream stream;
    private final StreamedTokens tokens;
    private final Consumer<Usage> used;

    /// @param headers of the answer, which say how it is cut into events
    MeteredStream(ModelStream stream, Headers headers, byte[] request, Consumer<Usage> used) {
        this.stream = stream;
        this.tokens = new StreamedTokens(headers.first("content-type").orElse(""), request.length);
        this.used = used;
    }

    @Override
    public Part next() {
        var part = stream.next();
        if (part instanceof Part.Bytes(var bytes)) {
            tokens.add(bytes);
        }
        return part;
    }

    @Override
    public void close() {
        try {
            used.accept(tokens.usage());
        } finally {
            stream.close();
        }
    }
}
