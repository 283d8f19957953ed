package io.sagegate.sim.table;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Reads an update: `SET` with sums, differences and `if_not_exists`, and `REMOVE`.
final class Change {
    private static final int MOST_DIGITS = 38;

    private final Tokens tokens;
    private final Map<String, Function<Map<String, Attribute>, Attribute>> sets = new LinkedHashMap<>();
    private final Set<String> removes = new HashSet<>();

    private Change(Tokens tokens) {
        this.tokens = tokens;
    }

    /// Returns the change of an item, which computes every value from the item as it was.
    static UnaryOperator<Map<String, Attribute>> read(String text, Tokens.Given given) {
        var change = new Change(new Tokens(text, given));
        while (!change.tokens.isOver()) {
            change.clause();
        }
        return change::applied;
    }

    private void clause() {
        switch (tokens.take()) {
            case "SET" -> {
                do {
                    set();
                } while (tokens.takes(","));
            }
            case "REMOVE" -> {
                do {
                    once(tokens.name());
                } while (tokens.takes(","));
            }
            default -> throw new Invalid("Syntax error in the update expression");
        }
    }

    private void once(String name) {
        if (sets.containsKey(name) || !removes.add(name)) {
            throw new Invalid("Two document paths overlap with each other");
        }
    }

    private void set() {
        var name = tokens.name();
        tokens.expect("=");
        var value = operand();
        if (tokens.takes("+")) {
            value = sum(value, operand(), 1);
        } else if (tokens.takes("-")) {
            value = sum(value, operand(), -1);
        }
        if (removes.contains(name) || sets.put(name, value) != null) {
            throw new Invalid("Two document paths overlap with each other");
        }
    }

    private static Function<Map<String, Attribute>, Attribute> sum(
            Function<Map<String, Attribute>, Attribute> one,
            Function<Map<String, Attribute>, Attribute> other,
            int sign) {
        return item -> {
            var sum = one.apply(item).number().add(other.apply(item).number().multiply(BigDecimal.valueOf(sign)));
            if (sum.precision() > MOST_DIGITS) {
                throw new Invalid("Number overflow");
            }
            return Attribute.number(sum);
        };
    }

    private Function<Map<String, Attribute>, Attribute> operand() {
        if (tokens.peek().startsWith(":")) {
            var value = tokens.value();
            return _ -> value;
        }
        if (tokens.takes("if_not_exists")) {
            tokens.expect("(");
            var name = tokens.name();
            tokens.expect(",");
            var other = operand();
            tokens.expect(")");
            return item -> Optional.ofNullable(item.get(name)).orElseGet(() -> other.apply(item));
        }
        var name = tokens.name();
        return item -> Optional.ofNullable(item.get(name))
                .orElseThrow(() ->
                        new Invalid("The provided expression refers to an attribute that does not exist in the item"));
    }

    private Map<String, Attribute> applied(Map<String, Attribute> before) {
        var after = new LinkedHashMap<>(before);
        sets.forEach((name, value) -> after.put(name, value.apply(before)));
        removes.forEach(after::remove);
        return after;
    }
}
