package io.sagegate.json.schema;

import io.sagegate.kit.BoundedCache;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One check of one body. A definition that several rules name is asked about each value once, and the answer is
/// remembered. So the number of steps is at most proportional to the schema's size times the body's size. For one
/// thread.
final class Check {
    /// Deepest nesting of schemas in one check, in levels, which bounds the stack.
    static final int MAX_DEPTH = 64;

    /// Most pairs of definition and value that are remembered: about 6 MB.
    private static final int REMEMBERED = 65_536;

    /// Most rules that one check asks. A body of 6 MB needs a tenth of them under a usual schema.
    private static final long MAX_STEPS = 50_000_000;

    private final Definitions definitions;
    private final long maxSteps;
    private final BoundedCache<Asked, Optional<Broken>> remembered = BoundedCache.of(REMEMBERED);
    private long steps;

    /// A definition asked about this very object. Comparing values would cost more than asking again.
    private record Asked(String definition, @Nullable Object value) {
        @Override
        @SuppressWarnings("ReferenceEquality") // the very value is meant
        public boolean equals(@Nullable Object other) {
            return other instanceof Asked asked && value == asked.value && definition.equals(asked.definition);
        }

        @Override
        public int hashCode() {
            return 31 * definition.hashCode() + System.identityHashCode(value);
        }
    }

    Check(Definitions definitions) {
        this(definitions, MAX_STEPS);
    }

    Check(Definitions definitions, long maxSteps) {
        this.definitions = definitions;
        this.maxSteps = maxSteps;
    }

    Optional<Broken> of(Rule schema, @Nullable Object value) {
        return rule(schema, value, 0);
    }

    /// The number of rules that were asked.
    long steps() {
        return steps;
    }

    private Optional<Broken> rule(Rule rule, @Nullable Object value, int depth) {
        if (depth > MAX_DEPTH) {
            return Broken.bound("is nested too deeply");
        }
        if (++steps > maxSteps) {
            return Broken.bound("takes too long to check against the schema");
        }
        return switch (rule) {
            case Rule.Schema(var rules) -> first(rules, value, depth);
            case Rule.Combined combined -> combined(combined, value, depth + 1);
            case Rule.Reference(var name) -> reference(name, value, depth + 1);
            case Rule.EachElement(var each) ->
                value instanceof List<?> list ? elements(each, list, depth + 1) : Optional.empty();
            case Rule.EachMember members ->
                value instanceof Map<?, ?> map ? members(members, map, depth + 1) : Optional.empty();
            case Leaf leaf -> leaf.broken(value);
        };
    }

    private Optional<Broken> first(List<Rule> rules, @Nullable Object value, int depth) {
        for (var rule : rules) {
            var broken = rule(rule, value, depth);
            if (broken.isPresent()) {
                return broken;
            }
        }
        return Optional.empty();
    }

    private Optional<Broken> combined(Rule.Combined rule, @Nullable Object value, int depth) {
        return switch (rule) {
            case Rule.Combined.All(var schemas) -> first(schemas, value, depth);
            case Rule.Combined.Any(var schemas) -> any(schemas, value, depth);
            case Rule.Combined.One(var schemas) -> one(schemas, value, depth);
            case Rule.Combined.None(var schema) -> none(schema, value, depth);
        };
    }

    private Optional<Broken> any(List<Rule> forms, @Nullable Object value, int depth) {
        for (var form : forms) {
            var broken = rule(form, value, depth);
            if (broken.isEmpty() || broken.get().endsCheck()) {
                return broken;
            }
        }
        return Broken.here("must match one of the forms that are allowed");
    }

    private Optional<Broken> one(List<Rule> forms, @Nullable Object value, int depth) {
        var holding = 0;
        for (var form : forms) {
            var broken = rule(form, value, depth);
            if (broken.isPresent() && broken.get().endsCheck()) {
                return broken;
            }
            holding += broken.isEmpty() ? 1 : 0;
        }
        return holding == 1 ? Optional.empty() : Broken.here("must match exactly one of the forms that are allowed");
    }

    private Optional<Broken> none(Rule form, @Nullable Object value, int depth) {
        var broken = rule(form, value, depth);
        if (broken.isEmpty()) {
            return Broken.here("has a form that is not allowed");
        }
        return broken.filter(Broken::endsCheck);
    }

    private Optional<Broken> reference(String name, @Nullable Object value, int depth) {
        if (!definitions.isShared(name)) {
            return rule(definitions.rule(name), value, depth);
        }
        var asked = new Asked(name, value);
        var known = remembered.get(asked);
        if (known.isPresent()) {
            return known.get();
        }
        var broken = rule(definitions.rule(name), value, depth);
        // A bound ends the whole check, so no result that a bound cut short is ever remembered.
        remembered.put(asked, broken);
        return broken;
    }

    private Optional<Broken> elements(Rule each, List<?> array, int depth) {
        for (var i = 0; i < array.size(); i++) {
            var broken = rule(each, array.get(i), depth);
            if (broken.isPresent()) {
                return Optional.of(broken.get().below(String.valueOf(i)));
            }
        }
        return Optional.empty();
    }

    private Optional<Broken> members(Rule.EachMember rules, Map<?, ?> object, int depth) {
        for (var entry : object.entrySet()) {
            var name = String.valueOf(entry.getKey());
            var known = rules.known().get(name);
            var rule = known != null ? Optional.of(known) : rules.other();
            var broken = rule.flatMap(each -> rule(each, entry.getValue(), depth));
            if (broken.isPresent()) {
                // A name that is not in the schema is the caller's text, so it is not repeated.
                return Optional.of(broken.get().below(known != null ? name : "*"));
            }
        }
        return Optional.empty();
    }
}
