package io.sagegate.filters.body;

import io.sagegate.filters.BodyFilter;
import io.sagegate.filters.FilterException;
import io.sagegate.filters.events.JsonLinesFilter;
import io.sagegate.filters.events.SseFilter;
import io.sagegate.filters.mask.MaskChain;
import io.sagegate.http.MediaType;
import io.sagegate.policy.obligation.ResponseRules;
import java.util.Arrays;
import java.util.Set;

/// Makes the filter for an answer from the grant's rules and the answer's media type. If the rules must read a body
/// and cannot, the answer is refused.
public final class ResponseFilter {
    private static final Set<String> TEXTS = Set.of("text/plain", "text/markdown");

    private ResponseFilter() {}

    /// Makes a filter for an answer that the model is still writing.
    public static BodyFilter of(ResponseRules rules, String contentType) throws FilterException {
        return of(rules, contentType, false);
    }

    static BodyFilter of(ResponseRules rules, String contentType, boolean isWhole) throws FilterException {
        var media = MediaType.of(contentType);
        if (!rules.contentTypes().isEmpty() && !rules.contentTypes().contains(media.name())) {
            throw new FilterException("the answer's media type is not one that may leave");
        }
        return new BoundedFilter(rules.readsBodies() ? reading(rules, media, isWhole) : new PassFilter(), rules);
    }

    private static BodyFilter reading(ResponseRules rules, MediaType media, boolean isWhole) throws FilterException {
        if (!media.isUtf8()) {
            throw new FilterException("the answer is not in UTF-8");
        }
        if (media.isEventStream()) {
            return new SseFilter(rules);
        }
        if (media.isJsonLines()) {
            return isWhole ? JsonLinesFilter.ofRecords(rules) : JsonLinesFilter.ofStream(rules);
        }
        if (media.isJson()) {
            return new JsonFilter(rules);
        }
        if (media.name().equals("text/csv")) {
            return new CsvFilter(rules);
        }
        if (TEXTS.contains(media.name())) {
            return new TextFilter(rules);
        }
        throw new FilterException("answers of this media type cannot be filtered");
    }

    /// Filters a whole answer.
    public static byte[] whole(ResponseRules rules, String contentType, byte[] body) throws FilterException {
        var filter = of(rules, contentType, true);
        var first = filter.push(body);
        var rest = filter.finish();
        if (first.length == 0 || rest.length == 0) {
            return first.length == 0 ? rest : first;
        }
        var whole = Arrays.copyOf(first, first.length + rest.length);
        System.arraycopy(rest, 0, whole, first.length, rest.length);
        return whole;
    }

    /// Masks a text that leaves beside the body, such as a header field that the model wrote.
    public static String text(ResponseRules rules, String text) {
        return rules.maskings().isEmpty() ? text : new MaskChain(rules.maskings()).whole(text);
    }
}
