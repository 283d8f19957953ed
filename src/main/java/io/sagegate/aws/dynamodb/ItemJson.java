package io.sagegate.aws.dynamodb;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Converts DynamoDB's attribute values in JSON to plain values and back.
///
/// Source: DynamoDB API Reference, "AttributeValue".
public final class ItemJson {
    /// Deepest nesting of an item, in JSON objects: DynamoDB allows 32 levels, and each has two objects.
    private static final int MAX_DEPTH = 100;

    /// Characters of a number: DynamoDB has 38 digits, and may write up to 130 with an exponent out.
    private static final int LONGEST_NUMBER = 200;

    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    static final JsonFactory FACTORY = new JsonFactoryBuilder()
            // Holds have names of their own in each answer: a table of names would be copied for every new one.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    private ItemJson() {}

    /// Reads the item whose object has just begun.
    static TableItem item(JsonParser json) throws IOException {
        return new TableItem(map(json));
    }

    private static Map<String, @Nullable Object> map(JsonParser json) throws IOException {
        expect(json.currentToken(), JsonToken.START_OBJECT);
        var map = new LinkedHashMap<String, @Nullable Object>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            var name = json.currentName();
            json.nextToken();
            map.put(name, value(json));
        }
        return map;
    }

    private static @Nullable Object value(JsonParser json) throws IOException {
        expect(json.currentToken(), JsonToken.START_OBJECT);
        expect(json.nextToken(), JsonToken.FIELD_NAME);
        var type = json.currentName();
        var token = json.nextToken();
        var value = switch (type) {
            case "S" -> json.getText();
            case "N" -> number(json.getText());
            case "BOOL" -> token == JsonToken.VALUE_TRUE;
            case "NULL" -> null;
            case "M" -> map(json);
            case "L" -> list(json);
            case "SS" -> texts(json);
            default -> throw new IOException("attribute type " + type + " has no place in a table of ours");
        };
        expect(json.nextToken(), JsonToken.END_OBJECT);
        return value;
    }

    private static List<@Nullable Object> list(JsonParser json) throws IOException {
        expect(json.currentToken(), JsonToken.START_ARRAY);
        var list = new ArrayList<@Nullable Object>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(json));
        }
        return list;
    }

    private static List<String> texts(JsonParser json) throws IOException {
        expect(json.currentToken(), JsonToken.START_ARRAY);
        var list = new ArrayList<String>();
        while (json.nextToken() == JsonToken.VALUE_STRING) {
            list.add(json.getText());
        }
        return list;
    }

    /// Returns a `Long` if the number fits one: counters are nanoseconds, with nineteen digits.
    private static Number number(String text) throws IOException {
        if (text.length() > LONGEST_NUMBER) {
            throw new IOException("a number longer than DynamoDB has any");
        }
        try {
            var whole = text.indexOf('.') < 0 && text.indexOf('E') < 0 && text.length() < 19;
            return whole ? (Number) Long.parseLong(text) : decimal(bounded(new BigDecimal(text)));
        } catch (NumberFormatException e) {
            throw new IOException("not a number", e);
        }
    }

    /// The number 1E999999999 is short to read, but endless if written out.
    private static BigDecimal bounded(BigDecimal number) throws IOException {
        if (Math.abs((long) number.scale()) > LONGEST_NUMBER) {
            throw new IOException("a number beyond those that DynamoDB has");
        }
        return number;
    }

    /// Returns a `Long` if the number is whole and fits one.
    static Number decimal(BigDecimal number) {
        var whole = number.scale() <= 0 && number.abs().compareTo(MOST) <= 0;
        return whole ? (Number) number.longValueExact() : number;
    }

    /// Writes an object of attributes, as a member.
    public static void write(JsonGenerator json, String name, Map<String, ?> item) throws IOException {
        json.writeFieldName(name);
        map(json, item);
    }

    /// Writes an object of attributes, as an element of an array.
    public static void write(JsonGenerator json, Map<String, ?> item) throws IOException {
        map(json, item);
    }

    private static void map(JsonGenerator json, Map<?, ?> map) throws IOException {
        json.writeStartObject();
        for (var entry : map.entrySet()) {
            json.writeFieldName(String.valueOf(entry.getKey()));
            value(json, entry.getValue());
        }
        json.writeEndObject();
    }

    private static void value(JsonGenerator json, @Nullable Object value) throws IOException {
        json.writeStartObject();
        switch (value) {
            case null -> json.writeBooleanField("NULL", true);
            case String text -> json.writeStringField("S", text);
            case Boolean flag -> json.writeBooleanField("BOOL", flag);
            case Long number -> json.writeStringField("N", Long.toString(number));
            case Number number -> json.writeStringField("N", new BigDecimal(number.toString()).toPlainString());
            case Map<?, ?> members -> {
                json.writeFieldName("M");
                map(json, members);
            }
            case Iterable<?> several -> {
                json.writeArrayFieldStart("L");
                for (var each : several) {
                    value(json, each);
                }
                json.writeEndArray();
            }
            default -> throw new IllegalArgumentException("no attribute for " + value.getClass());
        }
        json.writeEndObject();
    }

    public static void texts(JsonGenerator json, String name, Map<String, String> members) throws IOException {
        json.writeObjectFieldStart(name);
        for (var member : members.entrySet()) {
            json.writeStringField(member.getKey(), member.getValue());
        }
        json.writeEndObject();
    }

    static void expect(@Nullable JsonToken found, JsonToken wanted) throws IOException {
        if (found != wanted) {
            throw new IOException("not DynamoDB's JSON");
        }
    }
}
