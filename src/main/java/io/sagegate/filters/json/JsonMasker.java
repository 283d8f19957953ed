package io.sagegate.filters.json;

import io.sagegate.filters.FilterException;
import io.sagegate.filters.mask.MaskChain;
import io.sagegate.json.JsonLimits;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Masks the texts, names and numbers of a JSON value. Not thread-safe.
public final class JsonMasker {
    /// Members that repeat in pieces a text that is masked elsewhere.
    private static final Set<String> REVEALING = Set.of(
            "logprobs",
            "top_logprobs",
            "prompt_logprobs",
            "token_ids",
            "prompt_token_ids",
            "output_token_ids",
            "top_tokens",
            "tokens",
            "prefill");

    private static final int SHORTEST_NUMBER = 9;

    /// Characters: the most that all changed texts together may become, since a replacement may be longer than its
    /// match.
    private static final long MAX_CHANGED = 2L * JsonLimits.BODY.maxBytes();

    /// Masks one text, by its place and its member's name. The result is a text, or a [Piece].
    @FunctionalInterface
    public interface Leaf {
        Object of(Place place, String name, String text) throws FilterException;
    }

    private final MaskChain chain;
    private final Leaf leaf;
    private boolean changed;
    private long written;

    public JsonMasker(MaskChain chain, Leaf leaf) {
        this.chain = chain;
        this.leaf = leaf;
    }

    /// Whether the last value was changed.
    public boolean changed() {
        return changed;
    }

    @Nullable
    public Object apply(@Nullable Object value) throws FilterException {
        changed = false;
        written = 0;
        return masked(Place.ROOT, "", value);
    }

    private @Nullable Object masked(Place place, String name, @Nullable Object value) throws FilterException {
        return switch (value) {
            case Map<?, ?> map -> object(place, map);
            case List<?> list -> array(place, name, list);
            case String text -> leaf(text, leaf.of(place, name, text));
            case Number number -> number(number);
            case null, default -> value;
        };
    }

    private Object leaf(String before, Object after) throws FilterException {
        if (after instanceof Piece piece) {
            changed |= !piece.isOf(before);
        }
        return after instanceof String text ? noted(before, text) : after;
    }

    private String noted(String before, String after) throws FilterException {
        changed |= !before.equals(after);
        written += after.length();
        if (written > MAX_CHANGED) {
            throw new FilterException("the masked answer would be longer than " + MAX_CHANGED + " characters");
        }
        return after;
    }

    private Object object(Place place, Map<?, ?> map) throws FilterException {
        var copies = new HashMap<String, Integer>();
        var rest = new LinkedHashMap<String, @Nullable Object>();
        for (var entry : map.entrySet()) {
            var name = String.valueOf(entry.getKey());
            var masked = noted(name, chain.whole(name));
            var shown = masked;
            while (rest.containsKey(shown)) {
                changed = true;
                shown = masked + "#" + copies.merge(masked, 2, (count, _) -> count + 1);
            }
            var value = entry.getValue();
            if (!chain.isEmpty() && reveals(name, value, map)) {
                changed = true;
                rest.put(shown, value instanceof Number ? 0L : null);
            } else {
                rest.put(shown, masked(place.member(name), name, value));
            }
        }
        return rest;
    }

    /// Whether a member shows a text that is masked elsewhere. A token's number shows as much as its text.
    private static boolean reveals(String name, @Nullable Object value, Map<?, ?> siblings) {
        return (REVEALING.contains(name) && (value instanceof List<?> || value instanceof Map<?, ?>))
                || (name.equals("id") && value instanceof Number && siblings.get("text") instanceof String);
    }

    private Object array(Place place, String name, List<?> list) throws FilterException {
        var rest = new ArrayList<@Nullable Object>(list.size());
        for (var i = 0; i < list.size(); i++) {
            var element = list.get(i);
            rest.add(
                    element instanceof BigDecimal decimal && isFraction(decimal) && chain.ignoresFractions()
                            ? element
                            : masked(place.element(index(element, i)), name, element));
        }
        return rest;
    }

    /// Whether a number has a fraction: `4111111111111111.0` is a whole number.
    private static boolean isFraction(BigDecimal number) {
        return number.scale() > 0 && number.stripTrailingZeros().scale() > 0;
    }

    /// The index of an element: its own `index`, if it has one. Streams send one element at a time, whatever its
    /// place in the list.
    public static Object index(@Nullable Object element, int at) {
        return element instanceof Map<?, ?> map && map.get("index") instanceof Long index ? index : at;
    }

    /// A number that is masked becomes a text.
    private Object number(Number number) {
        var text = plain(number);
        var masked = text.length() < SHORTEST_NUMBER && chain.ignoresFractions() ? text : chain.whole(text);
        if (masked.equals(text)) {
            return number;
        }
        changed = true;
        return masked;
    }

    /// Writes a number without an exponent: `4.111111111111111E15` is `4111111111111111`.
    private static String plain(Number number) {
        if (number instanceof BigDecimal decimal && Math.abs((long) decimal.scale()) <= 64) {
            var whole = decimal.signum() == 0 || decimal.stripTrailingZeros().scale() <= 0;
            return whole ? decimal.toBigInteger().toString() : decimal.toPlainString();
        }
        return number.toString();
    }
}
