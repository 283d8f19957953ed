package io.sagegate.cli.console;

import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Writes values on one line, as a person would write them in YAML. Members are in the order of their names, so one
/// value has one text.
public final class Flow {
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}0-9_./$](?:[\\p{L}0-9_./$+@ -]|:(?! ))*");

    /// Texts that YAML reads as numbers, times or keywords.
    private static final Pattern OTHER =
            Pattern.compile("[0-9.][0-9a-fA-FxXoO_:.+-]*|(?i:true|false|null|yes|no|on|off)");

    private Flow() {}

    public static String of(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(member -> of(member.getKey()) + ": " + of(member.getValue()))
                        .sorted()
                        .collect(Collectors.joining(", ", "{", "}"));
            case Collection<?> list -> list.stream().map(Flow::of).collect(Collectors.joining(", ", "[", "]"));
            case String text
            when !isPlain(text) -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
            case null, default -> String.valueOf(value);
        };
    }

    /// Whether a text stays the same without quotes. It holds no mark of YAML's, and is no number, time or keyword.
    private static boolean isPlain(String text) {
        return PLAIN.matcher(text).matches()
                && !OTHER.matcher(text).matches()
                && !text.endsWith(":")
                && !text.endsWith(" ");
    }
}
