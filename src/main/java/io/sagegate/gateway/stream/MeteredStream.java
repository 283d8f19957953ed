package io.sagegate.gateway.stream;

import io.sagegate.http.Headers;
import io.sagegate.inference.ModelStream;
import io.sagegate.limits.tokens.Demand;
import io.sagegate.limits.tokens.StreamedTokens;
import io.sagegate.limits.tokens.Usage;

/// Counts the tokens of a streamed answer as it passes. A client that leaves early pays for what the model produced.
public final class MeteredStream implements ModelStream, Metering {
    private final ModelStream stream;
    private final StreamedTokens tokens;
    private final StreamedErrors errors;
    private final Timings.Running model;

    /// @param headers the answer's, which determine how it is split into events
    /// @param demand the request's, which limits how many tokens the answer can state
    /// @param model the timing of the model stage, which lasts until the stream is closed
    public MeteredStream(ModelStream stream, Headers headers, Demand demand, Timings.Running model) {
        this.stream = stream;
        var type = headers.first("content-type").orElse("");
        this.tokens = new StreamedTokens(type, demand);
        this.errors = StreamedErrors.of(type);
        this.model = model;
    }

    @Override
    public boolean failed() {
        return errors.seen();
    }

    @Override
    public Usage usage() {
        return tokens.usage();
    }

    @Override
    public Part next() {
        var part = nextOfSome();
        if (part instanceof Part.Bytes(var bytes)) {
            tokens.add(bytes);
            errors.add(bytes);
        }
        return part;
    }

    /// A part without bytes is skipped: written out, it would look like the end of an answer in chunks.
    private Part nextOfSome() {
        while (true) {
            var part = stream.next();
            if (!(part instanceof Part.Bytes(var bytes) && bytes.length == 0)) {
                return part;
            }
        }
    }

    @Override
    public void close() {
        model.end();
        stream.close();
    }
}
