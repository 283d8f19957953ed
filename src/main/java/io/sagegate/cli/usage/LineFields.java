package io.sagegate.cli.usage;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/// Reads values of one audit line, each of the kind and within the bounds that it must have. For one thread.
///
/// @param json stands at the value that is read next
record LineFields(JsonParser json) {
    /// Most tokens and nano-dollars of one call: a line that states more is not one of ours, and sums must not
    /// overflow.
    private static final long MOST = 1_000_000_000_000_000L;

    /// Such as `0.000618`.
    private static final Pattern DOLLARS = Pattern.compile("-?[0-9]{1,7}(?:\\.[0-9]{1,9})?");

    /// A step into one member.
    @FunctionalInterface
    interface Member {
        void read(String name) throws IOException;
    }

    /// A step to one element.
    @FunctionalInterface
    interface Element {
        void read(int index) throws IOException;
    }

    void members(Member each) throws IOException {
        expect(JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            var name = json.currentName();
            json.nextToken();
            each.read(name);
            json.skipChildren();
        }
    }

    void elements(Element each) throws IOException {
        expect(JsonToken.START_ARRAY);
        for (var index = 0; json.nextToken() != JsonToken.END_ARRAY; index++) {
            each.read(index);
        }
    }

    void skip() throws IOException {
        json.skipChildren();
    }

    String text() throws IOException {
        expect(JsonToken.VALUE_STRING);
        return json.getText();
    }

    long nanoDollars() throws IOException {
        var text = text();
        if (!DOLLARS.matcher(text).matches()) {
            throw new IOException("not an amount of dollars");
        }
        return new BigDecimal(text).movePointRight(9).longValueExact();
    }

    /// An amount that may come back: the result of a call from a queue settles its estimate.
    long change() throws IOException {
        expect(JsonToken.VALUE_NUMBER_INT);
        if (Math.abs(json.getLongValue()) > MOST) {
            throw new IOException("out of bounds");
        }
        return json.getLongValue();
    }

    long amount() throws IOException {
        var amount = change();
        if (amount < 0) {
            throw new IOException("less than nothing");
        }
        return amount;
    }

    private void expect(JsonToken token) throws IOException {
        if (json.currentToken() != token) {
            throw new IOException("not " + token);
        }
    }
}
