package io.sagegate.cli.console;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Values on one line, as a person would write them in YAML.
public final class Flow {
    private Flow() {}

    public static String of(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(member -> of(member.getKey()) + ": " + of(member.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case Collection<?> list -> list.stream().map(Flow::of).collect(Collectors.joining(", ", "[", "]"));
            case String text
            when !isPlain(text) -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
            case null, default -> String.valueOf(value);
        };
    }

    /// Whether it stays the same text without quotes: no mark of YAML's, and not a number, a time or a keyword.
    private static boolean isPlain(String text) {
        return text.matches("[\\p{L}0-9_./$](?:[\\p{L}0-9_./$+@ -]|:(?! ))*")
                && !text.matches("[0-9.][0-9a-fA-FxXoO_:.+-]*|(?i:true|false|null|yes|no|on|off)")
                && !text.endsWith(":")
                && !text.endsWith(" ");
    }
}
