package io.sagegate.gateway;

import io.sagegate.inference.ModelStream;
import io.sagegate.limits.StreamedTokens;
import io.sagegate.limits.Usage;
import java.util.function.Consumer;

/// Counts what a streamed answer uses while it passes, so that a client who leaves pays for what was made.
final class MeteredStream implements ModelStream {
    private final ModelStream stream;
    private final StreamedTokens tokens;
    private final Consumer<Usage> used;

    MeteredStream(ModelStream stream, byte[] request, Consumer<Usage> used) {
        this.stream = stream;
        this.tokens = new StreamedTokens(request.length);
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
        used.accept(tokens.usage());
        stream.close();
    }
}
