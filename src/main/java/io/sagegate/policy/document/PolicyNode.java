package io.sagegate.policy.document;

import io.sagegate.policy.name.Names;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A value of a policy document or item with its place, so that every error says where it is.
public record PolicyNode(@Nullable Object value, String path) {
    private static final int MAX_LIST = 100_000;

    public PolicyNode member(String name) throws PolicySyntaxException {
        return new PolicyNode(map().get(name), path.isEmpty() ? name : path + "." + name);
    }

    public boolean isAbsent() {
        return value == null;
    }

    /// Refuses unknown members: a misspelt restriction must not vanish silently.
    public PolicyNode onlyMembers(Set<String> known) throws PolicySyntaxException {
        var problems = new Problems();
        for (var key : map().keySet()) {
            var name = String.valueOf(key);
            if (!known.contains(name)) {
                problems.check(() -> {
                    throw member(name)
                            .error(unknown(name, known.stream().sorted().toList()));
                });
            }
        }
        problems.raise();
        return this;
    }

    private static String unknown(String name, List<String> known) {
        return "unknown member \"" + name + "\"" + Suggestion.among(name, known) + " (known here: "
                + String.join(", ", known) + ")";
    }

    public Map<?, ?> map() throws PolicySyntaxException {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw error("expected members (name: value)");
    }

    public List<PolicyNode> list() throws PolicySyntaxException {
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw error("expected a list");
        }
        if (list.size() > MAX_LIST) {
            throw error("more than " + MAX_LIST + " entries");
        }
        var nodes = new ArrayList<PolicyNode>();
        for (var i = 0; i < list.size(); i++) {
            nodes.add(new PolicyNode(list.get(i), path + "[" + i + "]"));
        }
        return nodes;
    }

    /// A reader of one entry of a list.
    @FunctionalInterface
    public interface Reader<T> {
        T read(PolicyNode entry) throws PolicySyntaxException;
    }

    /// Reads each entry of the list; the problems of all entries are reported together.
    public <T> List<T> each(Reader<T> reader) throws PolicySyntaxException {
        var problems = new Problems();
        var read = new ArrayList<T>();
        for (var entry : list()) {
            problems.check(() -> read.add(reader.read(entry)));
        }
        problems.raise();
        return read;
    }

    public String text() throws PolicySyntaxException {
        if (value instanceof String text && !text.isBlank() && text.length() <= 2_048) {
            return text;
        }
        throw error(
                switch (value) {
                    case null -> "missing";
                    case Number number -> quote(number);
                    case Boolean flag -> quote(flag);
                    default -> "expected a text of 1 to 2,048 characters";
                });
    }

    private static String quote(Object scalar) {
        return "expected a text; if " + scalar + " is meant, quote it: \"" + scalar + "\"";
    }

    public Optional<String> optionalText() throws PolicySyntaxException {
        return value == null ? Optional.empty() : Optional.of(text());
    }

    /// A name with no wildcard in it.
    public String exact() throws PolicySyntaxException {
        var text = text();
        if (Names.hasWildcard(text)) {
            throw error("\"" + text + "\" has a wildcard; write every name out");
        }
        return text;
    }

    public Set<String> exactSet() throws PolicySyntaxException {
        var names = new LinkedHashSet<String>();
        each(node -> {
            if (!names.add(node.exact())) {
                throw node.error("named twice");
            }
            return node;
        });
        return names;
    }

    public boolean flag(boolean whenAbsent) throws PolicySyntaxException {
        return switch (value) {
            case null -> whenAbsent;
            case Boolean flag -> flag;
            default -> throw error("expected true or false");
        };
    }

    public long whole(long whenAbsent, long min, long max) throws PolicySyntaxException {
        if (value == null) {
            return whenAbsent;
        }
        if (value instanceof Number number
                && number.doubleValue() == number.longValue()
                && number.longValue() >= min
                && number.longValue() <= max) {
            return number.longValue();
        }
        throw error("expected a whole number from " + min + " to " + max);
    }

    public PolicySyntaxException error(String message) {
        return new PolicySyntaxException(path, message);
    }
}
