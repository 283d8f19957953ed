package io.sagegate.trace;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// A caller's W3C `tracestate`: the members of all its fields, in order. The gateway adds no member. A malformed
/// state is dropped as a whole.
///
/// Source: W3C Trace Context §3.3, with the keys of Level 2.
public record TraceState(List<String> members) {
    static final TraceState NONE = new TraceState(List.of());

    private static final int MOST_MEMBERS = 32;
    private static final int LONGEST = 8_192;

    /// Characters above which a member is dropped first if there is too little room (§3.3.1.5).
    private static final int SHORT = 128;

    private static final Pattern KEY = Pattern.compile("[a-z0-9][a-z0-9_\\-*/@]{0,255}");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7E&&[^,=]]{0,255}[\\x21-\\x7E&&[^,=]]");

    public TraceState {
        members = List.copyOf(members);
    }

    /// Reads the fields of a request, in order.
    ///
    /// @param values the header's values in the request
    public static TraceState of(List<String> values) {
        var text = String.join(",", values);
        if (text.isEmpty() || text.length() > LONGEST) {
            return NONE;
        }
        var members = new ArrayList<String>();
        var keys = new HashSet<String>();
        for (var part : text.split(",", -1)) {
            var member = trimmed(part);
            if (member.isEmpty()) {
                continue;
            }
            var equals = member.indexOf('=');
            if (members.size() == MOST_MEMBERS
                    || equals < 0
                    || !KEY.matcher(member.substring(0, equals)).matches()
                    || !VALUE.matcher(member.substring(equals + 1)).matches()
                    || !keys.add(member.substring(0, equals))) {
                return NONE;
            }
            members.add(member);
        }
        return new TraceState(members);
    }

    private static String trimmed(String part) {
        var start = 0;
        var end = part.length();
        while (start < end && isBlank(part.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(part.charAt(end - 1))) {
            end--;
        }
        return part.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /// The value of a header, in at most `room` characters.
    public String header(int room) {
        return within(room, ",", UnaryOperator.identity());
    }

    /// One value among SageMaker's custom attributes, in at most `room` characters. Commas separate those attributes,
    /// so separators in the value are percent-encoded.
    public String attribute(int room) {
        return within(room, "%2C", TraceState::escaped);
    }

    private static String escaped(String member) {
        return member.replace("%", "%25").replace(" ", "%20");
    }

    /// Keeps as many members as fit. Long members are dropped first, then members from the end.
    private String within(int room, String comma, UnaryOperator<String> form) {
        if (members.isEmpty()) {
            return "";
        }
        var kept = new ArrayList<>(members.stream().map(form).toList());
        if (length(kept, comma) > room) {
            kept.removeIf(member -> member.length() > SHORT);
        }
        while (!kept.isEmpty() && length(kept, comma) > room) {
            kept.removeLast();
        }
        return String.join(comma, kept);
    }

    private static int length(List<String> parts, String comma) {
        var length = comma.length() * Math.max(0, parts.size() - 1);
        for (var part : parts) {
            length += part.length();
        }
        return length;
    }
}
