package io.sagegate.http;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// A media type that a `Content-Type` field names (RFC 9110 §8.3, RFC 6838 §4.2), in lower case. Only this class
/// reads such a field, so every room judges the same field in the same way.
///
/// @param type the part before the slash; empty if the field names no media type
/// @param subtype the part after the slash; empty if the field names no media type
/// @param isUtf8 whether every charset that the field names is UTF-8 or a subset of it
public record MediaType(String type, String subtype, boolean isUtf8) {
    /// Longest field that is read, in characters: the longest that SageMaker accepts.
    private static final int MAX_FIELD = 1_024;

    private static final int MAX_NAME = 127;

    /// The characters of a name that are neither letters nor digits.
    private static final String MARKS = "!#$&^_.+-";

    /// The characters that end a line.
    private static final String LINE_ENDS = "\n\r\u0085\u2028\u2029";

    private static final String NAME = "[A-Za-z0-9!#$&^_.+-]{1,127}";
    private static final Pattern FULL_NAME = Pattern.compile(NAME + "/" + NAME);
    private static final Pattern UTF_8 = Pattern.compile(";\\s*charset\\s*=\\s*(\"?)(?:utf-8|us-ascii)\\1\\s*(?=;|$)");

    /// Subtypes for JSON lines, which have one value per line. None is registered, so model containers use several.
    private static final Set<String> JSON_LINES =
            Set.of("jsonlines", "x-jsonlines", "json-lines", "jsonl", "x-ndjson", "ndjson");

    /// Reads a field. A field that is too long or names no media type has no kind.
    public static MediaType of(String field) {
        if (field.length() > MAX_FIELD) {
            return new MediaType("", "", false);
        }
        var parameters = field.indexOf(';');
        var named = trimmed(parameters < 0 ? field : field.substring(0, parameters));
        var slash = named.indexOf('/');
        return slash >= 0
                        && isToken(named, 0, slash)
                        && isToken(named, slash + 1, named.length())
                        && (parameters < 0 || isOneLine(field, parameters))
                ? new MediaType(
                        lower(named.substring(0, slash)), lower(named.substring(slash + 1)), namesOnlyUtf8(field))
                : new MediaType("", "", namesOnlyUtf8(field));
    }

    /// Reads the `Content-Type` of a message. A body without one has no kind.
    public static MediaType of(Headers headers) {
        return of(headers.first("content-type").orElse(""));
    }

    /// Whether a text is the name of a media type, without parameters.
    public static boolean isName(String text) {
        return FULL_NAME.matcher(text).matches();
    }

    private static String trimmed(String text) {
        var start = 0;
        var end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isToken(String text, int from, int to) {
        for (var i = from; i < to; i++) {
            var c = text.charAt(i);
            var letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letter && MARKS.indexOf(c) < 0) {
                return false;
            }
        }
        return to > from && to - from <= MAX_NAME;
    }

    private static boolean isOneLine(String text, int from) {
        for (var i = from; i < text.length(); i++) {
            if (LINE_ENDS.indexOf(text.charAt(i)) >= 0) {
                return false;
            }
        }
        return true;
    }

    /// Any other statement about a charset is not understood, so it is not trusted.
    private static boolean namesOnlyUtf8(String field) {
        var lower = lower(field);
        return !lower.contains("charset")
                || !UTF_8.matcher(lower).replaceAll("").contains("charset");
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /// The type and the subtype, in the form that policies use.
    public String name() {
        return type + "/" + subtype;
    }

    /// The syntax that the subtype names, such as `json` for `problem+json`; empty if it names none.
    public String suffix() {
        var plus = subtype.lastIndexOf('+');
        return plus < 0 ? "" : subtype.substring(plus + 1);
    }

    public boolean isJson() {
        return name().equals("application/json") || suffix().equals("json");
    }

    public boolean isJsonLines() {
        return type.equals("application") && JSON_LINES.contains(subtype);
    }

    /// Whether the body is a stream of server-sent events.
    public boolean isEventStream() {
        return name().equals("text/event-stream");
    }

    public boolean isText() {
        return type.equals("text");
    }
}
