package io.sagegate.sim.table;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/// Reads a condition: comparisons, `BETWEEN`, `attribute_exists`, `attribute_not_exists` and `begins_with`, with `NOT`,
/// `AND`, `OR` and parentheses.
final class Condition {
    private final Tokens tokens;

    private Condition(Tokens tokens) {
        this.tokens = tokens;
    }

    static Predicate<Map<String, Attribute>> read(String text, Tokens.Given given) {
        var tokens = new Tokens(text, given);
        var condition = new Condition(tokens).either();
        if (!tokens.isOver()) {
            throw new Invalid("Syntax error; near " + tokens.peek());
        }
        return condition;
    }

    private Predicate<Map<String, Attribute>> either() {
        var condition = both();
        while (tokens.takes("OR")) {
            condition = condition.or(both());
        }
        return condition;
    }

    private Predicate<Map<String, Attribute>> both() {
        var condition = not();
        while (tokens.takes("AND")) {
            condition = condition.and(not());
        }
        return condition;
    }

    private Predicate<Map<String, Attribute>> not() {
        return tokens.takes("NOT") ? not().negate() : single();
    }

    private Predicate<Map<String, Attribute>> single() {
        if (tokens.takes("(")) {
            var condition = either();
            tokens.expect(")");
            return condition;
        }
        return switch (tokens.peek()) {
            case "attribute_exists" -> function(name -> item -> item.containsKey(name));
            case "attribute_not_exists" -> function(name -> item -> !item.containsKey(name));
            case "begins_with" -> beginsWith();
            default -> comparison();
        };
    }

    private Predicate<Map<String, Attribute>> function(Function<String, Predicate<Map<String, Attribute>>> made) {
        tokens.take();
        tokens.expect("(");
        var condition = made.apply(tokens.name());
        tokens.expect(")");
        return condition;
    }

    private Predicate<Map<String, Attribute>> beginsWith() {
        tokens.take();
        tokens.expect("(");
        var name = tokens.name();
        tokens.expect(",");
        var start = tokens.value();
        tokens.expect(")");
        return item -> Optional.ofNullable(item.get(name))
                .filter(value -> value.type().equals("S"))
                .filter(value ->
                        value.value().toString().startsWith(start.value().toString()))
                .isPresent();
    }

    private Predicate<Map<String, Attribute>> comparison() {
        var left = operand();
        if (tokens.takes("BETWEEN")) {
            var low = operand();
            tokens.expect("AND");
            var high = operand();
            return compared(left, low, order -> order >= 0).and(compared(left, high, order -> order <= 0));
        }
        var operator = tokens.take();
        var right = operand();
        return switch (operator) {
            case "=" -> item -> isEqual(left.apply(item), right.apply(item));
            case "<>" -> item -> !isEqual(left.apply(item), right.apply(item));
            case "<" -> compared(left, right, order -> order < 0);
            case "<=" -> compared(left, right, order -> order <= 0);
            case ">" -> compared(left, right, order -> order > 0);
            case ">=" -> compared(left, right, order -> order >= 0);
            default -> throw new Invalid("Syntax error; near " + operator);
        };
    }

    private static boolean isEqual(Optional<Attribute> one, Optional<Attribute> other) {
        return one.isPresent() && one.equals(other);
    }

    private static Predicate<Map<String, Attribute>> compared(
            Function<Map<String, Attribute>, Optional<Attribute>> left,
            Function<Map<String, Attribute>, Optional<Attribute>> right,
            IntPredicate holds) {
        return item -> left.apply(item)
                .flatMap(one -> right.apply(item).flatMap(one::compare))
                .filter(holds::test)
                .isPresent();
    }

    private Function<Map<String, Attribute>, Optional<Attribute>> operand() {
        if (tokens.peek().startsWith(":")) {
            var value = Optional.of(tokens.value());
            return _ -> value;
        }
        var name = tokens.name();
        return item -> Optional.ofNullable(item.get(name));
    }
}
