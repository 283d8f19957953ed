package io.sagegate.sim.table;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/// One attribute's value, as the protocol writes it: a type and a value.
///
/// @param type such as `S` or `N`
public record Attribute(String type, Object value) {
    static Attribute of(Object json) {
        var entry = TableJson.map(json).entrySet().iterator().next();
        return entry.getKey().equals("N")
                ? number(new BigDecimal(entry.getValue().toString()))
                : new Attribute(entry.getKey(), entry.getValue());
    }

    static Attribute number(BigDecimal number) {
        var plain = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        return new Attribute("N", plain);
    }

    BigDecimal number() {
        if (value instanceof BigDecimal number) {
            return number;
        }
        throw new Invalid("An operand in the update expression has an incorrect data type");
    }

    /// The value as a text, without an exponent.
    public String text() {
        return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }

    public Map<String, Object> json() {
        return Map.of(type, value instanceof BigDecimal ? text() : value);
    }

    /// How the two compare; empty if they are of different kinds.
    Optional<Integer> compare(Attribute other) {
        if (!type.equals(other.type)) {
            return Optional.empty();
        }
        if (value instanceof BigDecimal one && other.value instanceof BigDecimal two) {
            return Optional.of(one.compareTo(two));
        }
        return type.equals("S") ? Optional.of(value.toString().compareTo(other.value.toString())) : Optional.empty();
    }
}
