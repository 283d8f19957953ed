package io.sagegate.aws.dynamodb;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Converts plain values to DynamoDB attributes and back: strings, numbers, booleans, lists, maps, null.
public final class Attributes {
    private Attributes() {}

    public static AttributeValue of(@Nullable Object value) {
        return switch (value) {
            case null -> AttributeValue.fromNul(true);
            case String text -> AttributeValue.fromS(text);
            case Boolean flag -> AttributeValue.fromBool(flag);
            case Number number -> AttributeValue.fromN(new BigDecimal(number.toString()).toPlainString());
            case Map<?, ?> map -> AttributeValue.fromM(ofMap(map));
            case Iterable<?> several -> {
                var list = new ArrayList<AttributeValue>();
                several.forEach(element -> list.add(of(element)));
                yield AttributeValue.fromL(list);
            }
            default -> throw new IllegalArgumentException("no attribute for " + value.getClass());
        };
    }

    public static Map<String, AttributeValue> ofMap(Map<?, ?> map) {
        var attributes = new LinkedHashMap<String, AttributeValue>();
        map.forEach((name, value) -> attributes.put(String.valueOf(name), of(value)));
        return attributes;
    }

    public static Map<String, @Nullable Object> plain(Map<String, AttributeValue> item) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        item.forEach((name, value) -> map.put(name, plain(value)));
        return map;
    }

    private static @Nullable Object plain(AttributeValue value) {
        return switch (value.type()) {
            case S -> value.s();
            case N -> number(value.n());
            case BOOL -> value.bool();
            case M -> plain(value.m());
            case L -> value.l().stream().map(Attributes::plain).toList();
            case SS -> List.copyOf(value.ss());
            case NUL -> null;
            case NS, BS, B, UNKNOWN_TO_SDK_VERSION ->
                throw new UnreadableRowException(
                        "a row has an attribute of the type " + value.type() + ", which Sagegate never writes");
        };
    }

    private static Number number(String text) {
        return ItemJson.decimal(new BigDecimal(text));
    }
}
