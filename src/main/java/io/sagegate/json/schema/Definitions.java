package io.sagegate.json.schema;

import io.sagegate.json.JsonException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The compiled definitions of a schema. None leads to itself, so every check ends, whatever the body is.
final class Definitions {
    private final Map<String, Rule> rules;
    private final Set<String> shared;

    private Definitions(Map<String, Rule> rules, Set<String> shared) {
        this.rules = Map.copyOf(rules);
        this.shared = Set.copyOf(shared);
    }

    /// Compiles a schema and its definitions.
    static JsonSchema compile(Map<?, ?> schema) throws JsonException {
        var top = new Written(schema, "");
        var written =
                top.has("$defs") ? new Written(top.members("$defs"), top.placeOf("$defs")) : new Written(Map.of(), "");
        var names = Set.copyOf(written.names());
        var rules = new HashMap<String, Rule>();
        var references = new LinkedHashMap<String, Set<String>>();
        var uses = new HashMap<String, Integer>();
        for (var name : written.names()) {
            var compiler = new Compiler(names);
            rules.put(name, compiler.compile(written.raw(name), written.placeOf(name)));
            references.put(name, compiler.references().keySet());
            count(compiler, uses);
        }
        Cycles.refuse(references);
        var compiler = new Compiler(names);
        var root = compiler.compile(schema, "");
        count(compiler, uses);
        uses.values().removeIf(times -> times < 2);
        return new JsonSchema(root, new Definitions(rules, uses.keySet()));
    }

    private static void count(Compiler compiler, Map<String, Integer> uses) {
        compiler.references().forEach((name, times) -> uses.merge(name, times, Integer::sum));
    }

    Rule rule(String name) {
        return Objects.requireNonNull(rules.get(name), "the compiler admits no other name");
    }

    /// Whether several rules refer to the definition.
    boolean isShared(String name) {
        return shared.contains(name);
    }
}
