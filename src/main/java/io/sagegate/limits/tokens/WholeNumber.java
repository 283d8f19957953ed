package io.sagegate.limits.tokens;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.OptionalLong;

/// Reads whole numbers as JSON may write them: 100, 100.0 and 1e2 are the same number to most readers.
final class WholeNumber {
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final int LONGEST = 40;

    private WholeNumber() {}

    /// The number that the parser has reached, reduced to the range of a long. Empty if it is not a whole number.
    static OptionalLong of(JsonParser json, JsonToken token) throws IOException {
        if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
            return OptionalLong.empty();
        }
        if (token == JsonToken.VALUE_NUMBER_INT && json.getTextLength() < 18) {
            return OptionalLong.of(json.getLongValue());
        }
        return json.getTextLength() > LONGEST ? OptionalLong.empty() : of(json.getText());
    }

    private static OptionalLong of(String text) {
        try {
            var number = new BigDecimal(text);
            // The number 1e999999999 would be endless if written out.
            if (Math.abs((long) number.scale()) > LONGEST
                    || number.stripTrailingZeros().scale() > 0) {
                return OptionalLong.empty();
            }
            return OptionalLong.of(number.min(MOST).max(MOST.negate()).longValue());
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
