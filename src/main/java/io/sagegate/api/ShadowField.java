package io.sagegate.api;

import io.sagegate.http.Headers;
import io.sagegate.policy.Shadowed;
import java.util.List;
import java.util.stream.Collectors;

/// Tells a caller which rules in shadow would have stopped its call, where the rules say that it is told.
///
/// The field is an RFC 9651 list of tokens with parameters, such as `deny;rule="analyst/2";reason="explicitly_denied"`.
public final class ShadowField {
    /// The field's name.
    public static final String NAME = "x-sagegate-shadow";

    private ShadowField() {}

    public static Headers of(List<Shadowed> shadowed) {
        if (shadowed.isEmpty()) {
            return Headers.none();
        }
        var told = shadowed.stream().filter(Shadowed::told).toList();
        return told.isEmpty()
                ? Headers.none()
                : Headers.of(NAME, told.stream().map(ShadowField::item).collect(Collectors.joining(", ")));
    }

    private static String item(Shadowed one) {
        return one.kind().code() + ";rule=\"" + one.rule() + "\""
                + one.refusal()
                        .map(reason -> ";reason=\"" + reason.code() + "\"")
                        .orElseGet(() -> ";masked=" + one.masked() + ";dropped=" + one.dropped());
    }
}
