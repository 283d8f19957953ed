package io.sagegate.fuzz;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Plain values with each number as its shortest decimal, to be compared: `11e0` may come back as `11`.
public final class ByValue {
    private ByValue() {}

    public static @Nullable Object of(@Nullable Object value) {
        return switch (value) {
            case Number number -> new BigDecimal(number.toString()).stripTrailingZeros();
            case List<?> list -> list.stream().map(ByValue::of).collect(Collectors.toCollection(ArrayList::new));
            case Map<?, ?> map -> {
                var members = new HashMap<Object, @Nullable Object>();
                map.forEach((name, member) -> members.put(name, of(member)));
                yield members;
            }
            case null, default -> value;
        };
    }
}
