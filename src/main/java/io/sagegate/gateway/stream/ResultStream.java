package io.sagegate.gateway.stream;

import io.sagegate.inference.ModelStream;
import io.sagegate.limits.tokens.Demand;
import io.sagegate.limits.tokens.StreamedTokens;
import io.sagegate.limits.tokens.Usage;

/// The result of an asynchronous call while it passes: counts what the call has used. A caller who leaves does not
/// change that, so what it did not take is read here.
public final class ResultStream implements ModelStream, Metering {
    private final ModelStream object;
    private final StreamedTokens tokens;
    private final boolean owed;
    private boolean whole;
    private boolean over;

    /// @param contentType of the result
    /// @param demand what the call asked for
    /// @param owed whether the call's true use is still to be settled
    public ResultStream(ModelStream object, String contentType, Demand demand, boolean owed) {
        this.object = object;
        this.tokens = new StreamedTokens(contentType, demand);
        this.owed = owed;
    }

    /// Whether the result was read to its end.
    public boolean isWhole() {
        return whole;
    }

    /// The use of the call, as far as the result was read.
    @Override
    public Usage usage() {
        return tokens.usage();
    }

    @Override
    public boolean failed() {
        return false;
    }

    @Override
    public Part next() {
        var part = object.next();
        switch (part) {
            case Part.Bytes(var bytes) -> tokens.add(bytes);
            case Part.End _ -> {
                whole = true;
                over = true;
            }
            case Part.Broken _ -> over = true;
        }
        return part;
    }

    @Override
    public void close() {
        try (object) {
            while (owed && !over) {
                next();
            }
        }
    }
}
