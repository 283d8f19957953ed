package io.sagegate.filters;

import io.sagegate.filters.body.ResponseFilter;
import io.sagegate.policy.document.ObligationReader;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicySyntaxException;
import io.sagegate.policy.obligation.ResponseRules;
import io.sagegate.policy.obligation.SensitiveKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Filters as a policy writes them, and answers cut into pieces.
public final class Rules {
    public static final ResponseRules ALL_KINDS = of(Map.of(
            "mask",
            Arrays.stream(SensitiveKind.values()).map(SensitiveKind::code).toList()));

    private Rules() {}

    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public static ResponseRules of(Map<String, Object>... rules) {
        try {
            return ObligationReader.filter("test", new PolicyNode(List.of(rules), "filters.test"));
        } catch (PolicySyntaxException e) {
            throw new IllegalArgumentException(e.path() + ": " + e.getMessage(), e);
        }
    }

    public static ResponseRules mask(String... kinds) {
        return of(Map.of("mask", List.of(kinds)));
    }

    public static String whole(ResponseRules rules, String type, String body) throws FilterException {
        return text(ResponseFilter.whole(rules, type, body.getBytes(StandardCharsets.UTF_8)));
    }

    /// The same answer as a stream, in one piece.
    public static String streamed(ResponseRules rules, String type, String body) throws FilterException {
        var filter = ResponseFilter.of(rules, type);
        return text(filter.push(body.getBytes(StandardCharsets.UTF_8))) + text(filter.finish());
    }

    /// The same answer as a stream, cut at random places.
    public static String cut(ResponseRules rules, String type, String body, Random random, int longest)
            throws FilterException {
        var filter = ResponseFilter.of(rules, type);
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var out = new StringBuilder();
        for (var from = 0; from < bytes.length; ) {
            var to = Math.min(bytes.length, from + 1 + random.nextInt(longest));
            out.append(text(filter.push(Arrays.copyOfRange(bytes, from, to))));
            from = to;
        }
        return out.append(text(filter.finish())).toString();
    }

    public static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
