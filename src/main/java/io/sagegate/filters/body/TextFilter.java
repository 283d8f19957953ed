package io.sagegate.filters.body;

import io.sagegate.filters.BodyFilter;
import io.sagegate.filters.FilterException;
import io.sagegate.filters.Utf8Pieces;
import io.sagegate.filters.mask.MaskChain;
import io.sagegate.policy.obligation.ResponseRules;
import java.nio.charset.StandardCharsets;

/// Masks plain text as it comes.
final class TextFilter implements BodyFilter {
    private final Utf8Pieces decoder = new Utf8Pieces();
    private final MaskChain chain;

    TextFilter(ResponseRules rules) throws FilterException {
        if (!rules.selections().isEmpty()) {
            throw new FilterException("members can be dropped or kept of JSON only");
        }
        chain = new MaskChain(rules.maskings());
    }

    @Override
    public byte[] push(byte[] bytes) throws FilterException {
        var out = new StringBuilder();
        chain.push(decoder.push(bytes), out);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] finish() throws FilterException {
        decoder.finish();
        var out = new StringBuilder();
        chain.finish(out);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }
}
