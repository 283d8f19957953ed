package io.sagegate.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads JSON strictly: valid UTF-8 without BOM, no duplicate names, nothing after the value, within [JsonLimits].
/// Objects become `Map<String, Object>`, arrays `List<Object>`, integers `Long` or `BigInteger`, other numbers
/// `BigDecimal`. Thread-safe.
///
/// Sources: RFC 8259; RFC 7519 §4 (duplicate claim names); RFC 8725 §2.6.
public final class Json {
    private static final int MAX_EXPONENT = 1_000;
    private static final char REPLACEMENT = '\uFFFD';

    /// The name of a member that a message may hold.
    private static final Pattern NAME = Pattern.compile("[ -~]{1,64}");

    private static final JsonFactory FACTORY =
            builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    /// For whole values, whose maps notice a member that occurs twice for less than Jackson does.
    private static final JsonFactory VALUES = builder().build();

    private Json() {}

    private static JsonFactoryBuilder builder() {
        return new JsonFactoryBuilder()
                // Names come from strangers, so none of them may stay in a table, which each new one would copy.
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(64)
                        .maxNumberLength(400)
                        .build());
    }

    /// The factory for streaming readers and writers of other rooms.
    public static JsonFactory factory() {
        return FACTORY;
    }

    /// Reads one object.
    public static Map<String, @Nullable Object> readObject(byte[] utf8, JsonLimits limits) throws JsonException {
        if (read(utf8, limits) instanceof Map<?, ?> map) {
            return cast(map);
        }
        throw new JsonException("not a JSON object");
    }

    /// Reads one value of any kind.
    public static @Nullable Object read(byte[] utf8, JsonLimits limits) throws JsonException {
        if (utf8.length > limits.maxBytes()) {
            throw new JsonException("longer than " + limits.maxBytes() + " bytes");
        }
        // Reads from decoded text, because the parser would guess UTF-16 or UTF-32 from bytes.
        return read(decode(utf8), limits, false);
    }

    /// Reads one value of a stream, whose texts may begin or end with half a surrogate pair. The other half comes
    /// with another value. The reader must join the halves or refuse them.
    public static @Nullable Object readPiece(String text, JsonLimits limits) throws JsonException {
        if (text.length() > limits.maxBytes()) {
            throw new JsonException("longer than " + limits.maxBytes() + " characters");
        }
        return read(text, limits, true);
    }

    private static @Nullable Object read(String text, JsonLimits limits, boolean halves) throws JsonException {
        try (var parser = VALUES.createParser(text)) {
            var first = parser.nextToken();
            if (first == null) {
                throw new JsonException("empty");
            }
            var value = value(parser, first, limits, 1, halves);
            if (parser.nextToken() != null) {
                throw new JsonException("text after the value");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw malformed(e);
        } catch (IOException e) {
            throw new JsonException("not readable");
        }
    }

    private static JsonException malformed(JsonProcessingException e) {
        return e instanceof StreamConstraintsException
                ? new JsonException("nested deeper, or with a longer name or number, than is accepted")
                : new JsonException("not well-formed JSON" + place(e.getLocation()));
    }

    private static String place(@Nullable JsonLocation location) {
        return " at character " + (location == null ? 0 : location.getCharOffset());
    }

    /// The name of a member for its sender, where a message can hold it.
    private static String told(String name) {
        return NAME.matcher(name).matches() ? name : "";
    }

    /// Makes a parser for code that reads a text member by member, with the same rules for its form.
    public static JsonParser parser(byte[] utf8) throws IOException, JsonException {
        return FACTORY.createParser(decode(utf8));
    }

    private static String decode(byte[] utf8) throws JsonException {
        var text = new String(utf8, StandardCharsets.UTF_8);
        // Decoding replaces invalid UTF-8 by this character, which may also be part of the text itself.
        if (text.indexOf(REPLACEMENT) >= 0 && !isUtf8(utf8)) {
            throw new JsonException("not UTF-8");
        }
        if (!text.isEmpty() && text.charAt(0) == '\uFEFF') {
            throw new JsonException("starts with a byte order mark");
        }
        return text;
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static @Nullable Object value(
            JsonParser parser, JsonToken token, JsonLimits limits, int depth, boolean halves)
            throws IOException, JsonException {
        return switch (token) {
            case START_OBJECT -> object(parser, limits, within(depth, limits), halves);
            case START_ARRAY -> array(parser, limits, within(depth, limits), halves);
            case VALUE_STRING -> halves ? parser.getText() : text(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser, token, limits);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw new JsonException("unexpected token");
        };
    }

    private static int within(int depth, JsonLimits limits) throws JsonException {
        if (depth > limits.maxDepth()) {
            throw new JsonException("nested deeper than " + limits.maxDepth());
        }
        return depth;
    }

    private static Number number(JsonParser parser, JsonToken token, JsonLimits limits)
            throws IOException, JsonException {
        if (parser.getTextLength() > limits.maxNumberLength()) {
            throw new JsonException("number longer than " + limits.maxNumberLength() + " characters");
        }
        if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            return decimal(parser);
        }
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? parser.getBigIntegerValue()
                : Long.valueOf(parser.getLongValue());
    }

    private static BigDecimal decimal(JsonParser parser) throws IOException, JsonException {
        try {
            var value = parser.getDecimalValue();
            // The number 1e999999999 is short to write, but endless if written out.
            if (Math.abs((long) value.scale()) <= MAX_EXPONENT) {
                return value;
            }
        } catch (NumberFormatException e) {
            // The parser also accepts an exponent that no BigDecimal can hold.
        }
        throw new JsonException("number with an exponent beyond " + MAX_EXPONENT);
    }

    /// Half a surrogate pair has no UTF-8 form, so two different texts would later become the same. See RFC 8259 §8.2
    /// and RFC 7493 §2.1.
    private static String text(String text) throws JsonException {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || ++i == text.length()
                        || !Character.isLowSurrogate(text.charAt(i))) {
                    throw new JsonException("half a surrogate pair");
                }
            }
        }
        return text;
    }

    private static Map<String, @Nullable Object> object(JsonParser parser, JsonLimits limits, int depth, boolean halves)
            throws IOException, JsonException {
        var map = new LinkedHashMap<String, @Nullable Object>();
        for (var members = 1; parser.nextToken() == JsonToken.FIELD_NAME; members++) {
            var name = text(parser.currentName());
            map.put(name, value(parser, parser.nextToken(), limits, depth + 1, halves));
            if (map.size() < members) {
                throw new JsonException("a member that stands twice" + place(parser.currentLocation()), told(name));
            }
        }
        return Collections.unmodifiableMap(map);
    }

    private static List<@Nullable Object> array(JsonParser parser, JsonLimits limits, int depth, boolean halves)
            throws IOException, JsonException {
        var list = new ArrayList<@Nullable Object>();
        for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            list.add(value(parser, token, limits, depth + 1, halves));
        }
        return Collections.unmodifiableList(list);
    }

    @SuppressWarnings("unchecked") // Every map this reader makes has String names.
    private static Map<String, @Nullable Object> cast(Map<?, ?> map) {
        return (Map<String, @Nullable Object>) map;
    }
}
