package io.sagegate.json.schema;

import io.sagegate.json.JsonException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Compiles one written schema to rules, and counts its references to definitions.
final class Compiler {
    /// Deepest nesting of schemas in one definition, in levels.
    private static final int MAX_DEPTH = 32;

    private static final String DEFINITIONS = "#/$defs/";

    private final Set<String> names;
    private final Map<String, Integer> references = new HashMap<>();

    /// @param names the definitions that a schema may refer to
    Compiler(Set<String> names) {
        this.names = names;
    }

    /// How often the schemas compiled here refer to each definition.
    Map<String, Integer> references() {
        return references;
    }

    Rule compile(@Nullable Object schema, String place) throws JsonException {
        return schema(schema, place, 0);
    }

    private Rule schema(@Nullable Object schema, String place, int depth) throws JsonException {
        if (depth > MAX_DEPTH) {
            throw new JsonException("schema: " + place + " is nested deeper than " + MAX_DEPTH);
        }
        return switch (schema) {
            case Boolean holds -> holds ? new Rule.Schema(List.of()) : new Leaf.Never();
            case Map<?, ?> keywords -> rules(new Written(keywords, place), depth);
            case null, default -> throw new JsonException("schema: " + place + " must be a schema");
        };
    }

    private Rule rules(Written written, int depth) throws JsonException {
        Keywords.refuseUnknown(written);
        var rules = new ArrayList<>(LeafCompiler.values(written));
        if (written.has("$ref")) {
            rules.add(reference(written));
        }
        rules.addAll(LeafCompiler.bounds(written));
        if (written.has("properties") || written.has("additionalProperties")) {
            rules.add(members(written, depth));
        }
        if (written.has("items")) {
            rules.add(new Rule.EachElement(below(written, "items", depth)));
        }
        rules.addAll(combined(written, depth));
        return new Rule.Schema(rules);
    }

    private Rule reference(Written written) throws JsonException {
        var target = written.text("$ref");
        var name = target.startsWith(DEFINITIONS)
                ? Optional.of(target.substring(DEFINITIONS.length()))
                : Optional.<String>empty();
        var known = name.filter(names::contains)
                .orElseThrow(() -> written.error("$ref", "must name an entry of " + DEFINITIONS));
        references.merge(known, 1, Integer::sum);
        return new Rule.Reference(known);
    }

    private Rule members(Written written, int depth) throws JsonException {
        var known = new LinkedHashMap<String, Rule>();
        if (written.has("properties")) {
            var properties = new Written(written.members("properties"), written.placeOf("properties"));
            for (var name : properties.names()) {
                known.put(name, below(properties, name, depth));
            }
        }
        Optional<Rule> other = written.has("additionalProperties")
                ? Optional.of(below(written, "additionalProperties", depth))
                : Optional.empty();
        return new Rule.EachMember(known, other);
    }

    private List<Rule> combined(Written written, int depth) throws JsonException {
        var rules = new ArrayList<Rule>();
        if (written.has("allOf")) {
            rules.add(new Rule.Combined.All(schemas(written, "allOf", depth)));
        }
        if (written.has("anyOf")) {
            rules.add(new Rule.Combined.Any(schemas(written, "anyOf", depth)));
        }
        if (written.has("oneOf")) {
            rules.add(new Rule.Combined.One(schemas(written, "oneOf", depth)));
        }
        if (written.has("not")) {
            rules.add(new Rule.Combined.None(below(written, "not", depth)));
        }
        return rules;
    }

    private List<Rule> schemas(Written written, String keyword, int depth) throws JsonException {
        var list = written.list(keyword);
        var schemas = new ArrayList<Rule>();
        for (var i = 0; i < list.size(); i++) {
            schemas.add(schema(list.get(i), written.placeOf(keyword) + "/" + i, depth + 1));
        }
        if (schemas.isEmpty()) {
            throw written.error(keyword, "must be a list of schemas");
        }
        return schemas;
    }

    private Rule below(Written written, String keyword, int depth) throws JsonException {
        return schema(written.raw(keyword), written.placeOf(keyword), depth + 1);
    }
}
