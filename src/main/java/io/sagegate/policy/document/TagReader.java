package io.sagegate.policy.document;

import io.sagegate.identity.ClaimTags;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Reads `tags`: to whom calls are reckoned, such as a team or a cost centre.
public final class TagReader {
    /// Tags of one binding: each stands in every audit line of its calls.
    public static final int MOST = 8;

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,31}");

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

    /// The tags that tokens of an issuer carry: each tag's name, and the path of its claim.
    static Map<String, List<String>> claims(PolicyNode node) throws PolicySyntaxException {
        var claims = new TreeMap<String, List<String>>();
        if (node.isAbsent()) {
            return claims;
        }
        var problems = new Problems();
        for (var key : node.map().keySet()) {
            var name = String.valueOf(key);
            problems.check(() -> claims.put(name(node, name), IssuerReader.claimPath(node.member(name))));
        }
        problems.raise();
        if (claims.size() > MOST) {
            throw node.error("more than " + MOST + " tags");
        }
        return claims;
    }

    private static String name(PolicyNode node, String name) throws PolicySyntaxException {
        if (!NAME.matcher(name).matches()) {
            throw node.member(name).error("\"" + name + "\" is not a tag's name; use letters, digits, '_' and '-'");
        }
        return name;
    }

    private static String value(PolicyNode node) throws PolicySyntaxException {
        var value = node.exact();
        if (!ClaimTags.isValue(value)) {
            throw node.error("\"" + value + "\" is not a tag's value: up to 64 letters, digits, spaces and ._:/=+@-");
        }
        return value;
    }
}
