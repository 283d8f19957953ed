package io.sagegate.json;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A JSON Schema (2020-12) of the keywords that request bodies need, checked in linear time and bounded
/// depth. A keyword that is not known here is refused when the schema is read, never skipped.
public final class JsonSchema {
    private static final Set<String> KNOWN = Set.of(
            "type",
            "enum",
            "const",
            "properties",
            "required",
            "additionalProperties",
            "minProperties",
            "maxProperties",
            "items",
            "minItems",
            "maxItems",
            "minLength",
            "maxLength",
            "pattern",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "anyOf",
            "allOf",
            "oneOf",
            "not",
            "$ref",
            "$defs",
            "$schema",
            "$comment",
            "title",
            "description",
            "default",
            "examples");
    private static final Set<String> TYPES =
            Set.of("object", "array", "string", "number", "integer", "boolean", "null");
    private static final int MAX_DEPTH = 32;

    private final Object root;
    private final Map<String, Object> definitions = new HashMap<>();
    private final Map<String, Pattern> patterns = new HashMap<>();

    private JsonSchema(Map<?, ?> root) throws JsonException {
        this.root = root;
        if (root.get("$defs") instanceof Map<?, ?> defs) {
            for (var entry : defs.entrySet()) {
                definitions.put("#/$defs/" + entry.getKey(), schema(entry.getValue(), "$defs"));
            }
        }
        refuseRecursion(Set.of(), definitions.keySet());
        check(root, 0);
        for (var definition : definitions.values()) {
            check(definition, 0);
        }
    }

    /// Reads a schema.
    ///
    /// @throws JsonException if the schema uses what is not known here, or is wrong; the message says what
    public static JsonSchema of(Map<?, ?> schema) throws JsonException {
        return new JsonSchema(schema);
    }

    /// The place in the body that breaks the schema, as a JSON pointer, and what was expected there; empty
    /// when it holds. Quotes nothing of the body's texts.
    public Optional<String> violation(@Nullable Object body) {
        return violation(root, body, "", 0);
    }

    /// A schema that reaches itself could be walked for ever.
    private void refuseRecursion(Set<String> above, Set<String> names) throws JsonException {
        for (var name : names) {
            if (above.contains(name)) {
                throw new JsonException("schema: " + name + " refers to itself");
            }
            var below = new HashSet<>(above);
            below.add(name);
            refuseRecursion(below, references(definitions.get(name), 0));
        }
    }

    private Set<String> references(@Nullable Object schema, int depth) throws JsonException {
        var names = new HashSet<String>();
        if (depth > MAX_DEPTH || !(schema instanceof Map<?, ?> map)) {
            return names;
        }
        if (definitions.containsKey(String.valueOf(map.get("$ref")))) {
            names.add(String.valueOf(map.get("$ref")));
        }
        for (var child : children(map)) {
            names.addAll(references(child, depth + 1));
        }
        return names;
    }

    private static Object schema(@Nullable Object value, String where) throws JsonException {
        if (value instanceof Map<?, ?> || value instanceof Boolean) {
            return value;
        }
        throw new JsonException("schema: " + where + " must be a schema");
    }

    private void check(Object schema, int depth) throws JsonException {
        if (depth > MAX_DEPTH) {
            throw new JsonException("schema: nested deeper than " + MAX_DEPTH);
        }
        if (!(schema instanceof Map<?, ?> map)) {
            return;
        }
        for (var key : map.keySet()) {
            if (!KNOWN.contains(String.valueOf(key))) {
                throw new JsonException("schema: the keyword \"" + key + "\" is not known here");
            }
        }
        if (map.containsKey("$defs") && depth > 0) {
            throw new JsonException("schema: $defs belongs at the top");
        }
        for (var type : types(map.get("type"))) {
            if (!TYPES.contains(type)) {
                throw new JsonException("schema: unknown type \"" + type + "\"");
            }
        }
        for (var name : List.of("minProperties", "maxProperties", "minItems", "maxItems", "minLength", "maxLength")) {
            if (map.get(name) != null && (!(map.get(name) instanceof Number n) || n.intValue() < 0)) {
                throw new JsonException("schema: " + name + " must be a whole number");
            }
        }
        for (var name : List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")) {
            if (map.get(name) != null && !(map.get(name) instanceof Number)) {
                throw new JsonException("schema: " + name + " must be a number");
            }
        }
        for (var name : List.of("enum", "required")) {
            if (map.get(name) != null && !(map.get(name) instanceof List<?>)) {
                throw new JsonException("schema: " + name + " must be a list");
            }
        }
        if (map.get("$ref") != null && !definitions.containsKey(String.valueOf(map.get("$ref")))) {
            throw new JsonException("schema: $ref must name an entry of #/$defs/");
        }
        compile(map.get("pattern"));
        for (var child : children(map)) {
            check(child, depth + 1);
        }
    }

    private void compile(@Nullable Object pattern) throws JsonException {
        if (pattern == null) {
            return;
        }
        try {
            patterns.put(String.valueOf(pattern), Pattern.compile(String.valueOf(pattern)));
        } catch (PatternSyntaxException e) {
            throw new JsonException("schema: not an expression that RE2 reads: " + e.getDescription());
        }
    }

    private static List<Object> children(Map<?, ?> map) throws JsonException {
        var children = new ArrayList<Object>();
        if (map.get("properties") != null) {
            if (!(map.get("properties") instanceof Map<?, ?> properties)) {
                throw new JsonException("schema: properties must have members");
            }
            for (var value : properties.values()) {
                children.add(schema(value, "each property"));
            }
        }
        for (var name : List.of("additionalProperties", "items", "not")) {
            if (map.get(name) != null) {
                children.add(schema(map.get(name), name));
            }
        }
        for (var name : List.of("anyOf", "allOf", "oneOf")) {
            if (map.get(name) != null) {
                if (!(map.get(name) instanceof List<?> list) || list.isEmpty()) {
                    throw new JsonException("schema: " + name + " must be a list of schemas");
                }
                for (var value : list) {
                    children.add(schema(value, name));
                }
            }
        }
        return children;
    }

    private static List<String> types(@Nullable Object type) {
        return switch (type) {
            case null -> List.of();
            case List<?> several -> several.stream().map(String::valueOf).toList();
            default -> List.of(String.valueOf(type));
        };
    }

    private Optional<String> violation(@Nullable Object schema, @Nullable Object value, String at, int depth) {
        if (depth > 2 * MAX_DEPTH) {
            return broken(at, "is nested too deeply");
        }
        if (!(schema instanceof Map<?, ?> map)) {
            return Boolean.FALSE.equals(schema) ? broken(at, "is not allowed") : Optional.empty();
        }
        var types = types(map.get("type"));
        if (!types.isEmpty() && types.stream().noneMatch(type -> isOf(type, value))) {
            return broken(at, "must be of type " + String.join(" or ", types));
        }
        if (map.containsKey("const") && !same(map.get("const"), value)) {
            return broken(at, "must have the one value that is allowed");
        }
        if (map.get("enum") instanceof List<?> allowed && allowed.stream().noneMatch(one -> same(one, value))) {
            return broken(at, "must be one of the values that are allowed");
        }
        if (map.get("$ref") != null) {
            var broken = violation(definitions.get(String.valueOf(map.get("$ref"))), value, at, depth + 1);
            if (broken.isPresent()) {
                return broken;
            }
        }
        var broken = switch (value) {
            case Map<?, ?> object -> object(map, object, at, depth);
            case List<?> array -> array(map, array, at, depth);
            case String text -> text(map, text, at);
            case Number number -> number(map, number, at);
            case null, default -> Optional.<String>empty();
        };
        return broken.isPresent() ? broken : combined(map, value, at, depth);
    }

    private Optional<String> combined(Map<?, ?> schema, @Nullable Object value, String at, int depth) {
        if (schema.get("allOf") instanceof List<?> all) {
            for (var one : all) {
                var broken = violation(one, value, at, depth + 1);
                if (broken.isPresent()) {
                    return broken;
                }
            }
        }
        if (schema.get("anyOf") instanceof List<?> any && holding(any, value, at, depth) == 0) {
            return broken(at, "must match one of the forms that are allowed");
        }
        if (schema.get("oneOf") instanceof List<?> one && holding(one, value, at, depth) != 1) {
            return broken(at, "must match exactly one of the forms that are allowed");
        }
        return schema.get("not") != null
                        && violation(schema.get("not"), value, at, depth + 1).isEmpty()
                ? broken(at, "has a form that is not allowed")
                : Optional.empty();
    }

    private long holding(List<?> schemas, @Nullable Object value, String at, int depth) {
        return schemas.stream()
                .filter(schema -> violation(schema, value, at, depth + 1).isEmpty())
                .count();
    }

    private Optional<String> object(Map<?, ?> schema, Map<?, ?> object, String at, int depth) {
        if (schema.get("required") instanceof List<?> required) {
            for (var name : required) {
                if (!object.containsKey(String.valueOf(name))) {
                    return broken(at, "must have the member \"" + name + "\"");
                }
            }
        }
        if (outside(schema, "minProperties", "maxProperties", object.size())) {
            return broken(at, "has too few or too many members");
        }
        var properties = schema.get("properties") instanceof Map<?, ?> known ? known : Map.of();
        for (var entry : object.entrySet()) {
            var own = properties.containsKey(entry.getKey());
            var rule = own ? properties.get(entry.getKey()) : schema.get("additionalProperties");
            // A name that the schema does not have is the caller's text: not repeated.
            var place = own ? at + "/" + entry.getKey() : at + "/*";
            var broken = rule == null ? Optional.<String>empty() : violation(rule, entry.getValue(), place, depth + 1);
            if (broken.isPresent()) {
                return broken;
            }
        }
        return Optional.empty();
    }

    private Optional<String> array(Map<?, ?> schema, List<?> array, String at, int depth) {
        if (outside(schema, "minItems", "maxItems", array.size())) {
            return broken(at, "has too few or too many elements");
        }
        if (schema.get("items") == null) {
            return Optional.empty();
        }
        for (var i = 0; i < array.size(); i++) {
            var broken = violation(schema.get("items"), array.get(i), at + "/" + i, depth + 1);
            if (broken.isPresent()) {
                return broken;
            }
        }
        return Optional.empty();
    }

    private Optional<String> text(Map<?, ?> schema, String text, String at) {
        if (outside(schema, "minLength", "maxLength", text.codePointCount(0, text.length()))) {
            return broken(at, "is too short or too long");
        }
        var pattern = patterns.get(String.valueOf(schema.get("pattern")));
        return pattern != null && !pattern.matcher(text).find()
                ? broken(at, "must match the expression that is allowed")
                : Optional.empty();
    }

    private static Optional<String> number(Map<?, ?> schema, Number number, String at) {
        var inside = holds(schema.get("minimum"), number, difference -> difference >= 0)
                && holds(schema.get("maximum"), number, difference -> difference <= 0)
                && holds(schema.get("exclusiveMinimum"), number, difference -> difference > 0)
                && holds(schema.get("exclusiveMaximum"), number, difference -> difference < 0);
        return inside ? Optional.empty() : broken(at, "is outside of the range that is allowed");
    }

    private static boolean holds(@Nullable Object bound, Number number, java.util.function.IntPredicate allowed) {
        return !(bound instanceof Number limit) || allowed.test(decimal(number).compareTo(decimal(limit)));
    }

    private static boolean outside(Map<?, ?> schema, String min, String max, int size) {
        return (schema.get(min) instanceof Number least && size < least.intValue())
                || (schema.get(max) instanceof Number most && size > most.intValue());
    }

    private static boolean isOf(String type, @Nullable Object value) {
        return switch (type) {
            case "object" -> value instanceof Map<?, ?>;
            case "array" -> value instanceof List<?>;
            case "string" -> value instanceof String;
            case "boolean" -> value instanceof Boolean;
            case "null" -> value == null;
            case "integer" -> value instanceof Number number && isWhole(number);
            default -> value instanceof Number;
        };
    }

    private static boolean isWhole(Number number) {
        var decimal = decimal(number);
        return decimal.signum() == 0 || decimal.stripTrailingZeros().scale() <= 0;
    }

    private static boolean same(@Nullable Object one, @Nullable Object other) {
        return switch (one) {
            case null -> other == null;
            case Number number -> other instanceof Number n && decimal(number).compareTo(decimal(n)) == 0;
            case List<?> list -> other instanceof List<?> o && sameElements(list, o);
            case Map<?, ?> map -> other instanceof Map<?, ?> o && sameMembers(map, o);
            default -> one.equals(other);
        };
    }

    private static boolean sameElements(List<?> one, List<?> other) {
        for (var i = 0; i < one.size() && one.size() == other.size(); i++) {
            if (!same(one.get(i), other.get(i))) {
                return false;
            }
        }
        return one.size() == other.size();
    }

    private static boolean sameMembers(Map<?, ?> one, Map<?, ?> other) {
        var names = new HashSet<Object>(one.keySet());
        return names.equals(other.keySet()) && names.stream().allMatch(name -> same(one.get(name), other.get(name)));
    }

    private static BigDecimal decimal(Number number) {
        return number instanceof BigDecimal decimal ? decimal : new BigDecimal(number.toString());
    }

    private static Optional<String> broken(String at, String what) {
        return Optional.of((at.isEmpty() ? "the body" : at) + " " + what);
    }
}
