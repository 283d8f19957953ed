package io.sagegate.json;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes the values that [Json] reads, without white space.
public final class JsonText {
    private JsonText() {}

    public static String of(@Nullable Object value) {
        var text = new StringBuilder(256);
        write(value, text);
        return text.toString();
    }

    private static void write(@Nullable Object value, StringBuilder out) {
        switch (value) {
            case null -> out.append("null");
            case String text -> quote(text, out);
            case Map<?, ?> map -> object(map, out);
            case List<?> list -> array(list, out);
            case BigDecimal number -> out.append(number);
            case Number number -> out.append(number);
            case Boolean flag -> out.append(flag);
            default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
        }
    }

    private static void object(Map<?, ?> map, StringBuilder out) {
        var separator = '{';
        for (var entry : map.entrySet()) {
            out.append(separator);
            quote(String.valueOf(entry.getKey()), out);
            out.append(':');
            write(entry.getValue(), out);
            separator = ',';
        }
        out.append(map.isEmpty() ? "{}" : "}");
    }

    private static void array(List<?> list, StringBuilder out) {
        var separator = '[';
        for (var element : list) {
            out.append(separator);
            write(element, out);
            separator = ',';
        }
        out.append(list.isEmpty() ? "[]" : "]");
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> plain(text, i, c, out);
            }
        }
        out.append('"');
    }

    /// Half a surrogate pair has no UTF-8 form, but a stream may send the halves one by one.
    private static void plain(String text, int at, char c, StringBuilder out) {
        var alone = (Character.isHighSurrogate(c)
                        && (at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1))))
                || (Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1))));
        if (c < ' ' || alone || c == '\u2028' || c == '\u2029') {
            out.append(String.format("\\u%04x", (int) c));
        } else {
            out.append(c);
        }
    }
}
