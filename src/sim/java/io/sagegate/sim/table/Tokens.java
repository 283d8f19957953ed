package io.sagegate.sim.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// The words of an expression, with the names and values that it refers to.
final class Tokens {
    private static final Pattern TOKEN = Pattern.compile("\\s*([#:]?[A-Za-z0-9_]+|<>|<=|>=|[=<>(),+\\-])");

    private final List<String> words = new ArrayList<>();
    private final Map<String, Object> names;
    private final Map<String, Object> values;
    private final Set<String> used;
    private int next;

    /// The names and values of one request, and which of them its expressions used.
    record Given(Map<String, Object> names, Map<String, Object> values, Set<String> used) {
        static Given of(Map<String, Object> request) {
            return new Given(
                    TableJson.map(request.getOrDefault("ExpressionAttributeNames", Map.of())),
                    TableJson.map(request.getOrDefault("ExpressionAttributeValues", Map.of())),
                    new HashSet<>());
        }

        void check() {
            for (var each : List.of(names, values)) {
                for (var name : each.keySet()) {
                    if (!used.contains(name)) {
                        throw new Invalid("unused in expressions: " + name);
                    }
                }
            }
        }
    }

    Tokens(String text, Given given) {
        this.names = given.names();
        this.values = given.values();
        this.used = given.used();
        var matcher = TOKEN.matcher(text);
        var at = 0;
        while (at < text.stripTrailing().length()) {
            if (!matcher.region(at, text.length()).lookingAt()) {
                throw new Invalid("Syntax error; near " + text.substring(at));
            }
            words.add(matcher.group(1));
            at = matcher.end();
        }
    }

    boolean isOver() {
        return next == words.size();
    }

    String peek() {
        return isOver() ? "" : words.get(next);
    }

    String take() {
        if (isOver()) {
            throw new Invalid("Syntax error; the expression ends early");
        }
        return words.get(next++);
    }

    boolean takes(String word) {
        if (peek().equalsIgnoreCase(word)) {
            next++;
            return true;
        }
        return false;
    }

    void expect(String word) {
        if (!takes(word)) {
            throw new Invalid("Syntax error; near " + peek());
        }
    }

    /// The name of an attribute.
    String name() {
        var word = take();
        if (!word.startsWith("#")) {
            return word;
        }
        used.add(word);
        var name = names.get(word);
        if (name == null) {
            throw new Invalid("An expression attribute name used in the document path is not defined");
        }
        return name.toString();
    }

    Attribute value() {
        var word = take();
        used.add(word);
        var value = values.get(word);
        if (value == null) {
            throw new Invalid("An expression attribute value used in expression is not defined");
        }
        return Attribute.of(value);
    }
}
