package io.sagegate.policy.document;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Reads the `tags` of a binding: to whom its calls are reckoned, such as a team or a cost centre.
public final class TagReader {
    /// Tags of one binding: each stands in every audit line of its calls.
    private static final int MOST = 8;

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,31}");
    private static final Pattern VALUE = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._:/=+@-]{0,63}");

    private TagReader() {}

    /// By name.
    public static SortedMap<String, String> tags(PolicyNode node) throws PolicySyntaxException {
        var tags = new TreeMap<String, String>();
        if (node.isAbsent()) {
            return tags;
        }
        var problems = new Problems();
        for (var key : node.map().keySet()) {
            var name = String.valueOf(key);
            problems.check(() -> tags.put(name(node, name), value(node.member(name))));
        }
        problems.raise();
        if (tags.size() > MOST) {
            throw node.error("more than " + MOST + " tags");
        }
        return tags;
    }

    private static String name(PolicyNode node, String name) throws PolicySyntaxException {
        if (!NAME.matcher(name).matches()) {
            throw node.member(name).error("\"" + name + "\" is not a tag's name; use letters, digits, '_' and '-'");
        }
        return name;
    }

    private static String value(PolicyNode node) throws PolicySyntaxException {
        var value = node.exact();
        if (!VALUE.matcher(value).matches()) {
            throw node.error("\"" + value + "\" is not a tag's value: up to 64 letters, digits, spaces and ._:/=+@-");
        }
        return value;
    }
}
