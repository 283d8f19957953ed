package io.sagegate.filters.body;

import io.sagegate.filters.BodyFilter;
import io.sagegate.filters.FilterException;
import io.sagegate.filters.json.JsonMasker;
import io.sagegate.filters.json.Selector;
import io.sagegate.filters.mask.MaskChain;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import io.sagegate.json.JsonText;
import io.sagegate.policy.obligation.ResponseRules;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Filters one JSON document. It holds a stream of this type to its end, since it judges the document as a whole.
final class JsonFilter implements BodyFilter {
    private final ResponseRules rules;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    JsonFilter(ResponseRules rules) {
        this.rules = rules;
    }

    @Override
    public byte[] push(byte[] bytes) throws FilterException {
        if (body.size() + bytes.length > JsonLimits.BODY.maxBytes()) {
            throw new FilterException("the answer is longer than can be filtered as JSON");
        }
        body.writeBytes(bytes);
        return new byte[0];
    }

    @Override
    public byte[] finish() throws FilterException {
        var bytes = body.toByteArray();
        body.reset();
        return filtered(bytes);
    }

    private byte[] filtered(byte[] bytes) throws FilterException {
        try {
            var value = Json.read(bytes, JsonLimits.BODY);
            var selected = new Selector(rules.selections()).apply(value);
            var chain = new MaskChain(rules.maskings());
            var masker = new JsonMasker(chain, (_, _, text) -> chain.whole(text));
            var masked = rules.maskings().isEmpty() ? selected : masker.apply(selected);
            return rules.selections().isEmpty() && !masker.changed()
                    ? bytes
                    : JsonText.of(masked).getBytes(StandardCharsets.UTF_8);
        } catch (JsonException e) {
            throw new FilterException("the answer is not the JSON that it says it is");
        }
    }
}
