package io.sagegate.aws.dynamodb;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A row that the command line read through the SDK. Each accessor throws [UnreadableRowException], which names row and
/// attribute, unless the row holds what is asked for.
public record Row(TableItem item) {
    public static Row of(Map<String, AttributeValue> attributes) {
        return new Row(new TableItem(Attributes.plain(attributes)));
    }

    public String text(String name) {
        if (item.attributes().get(name) instanceof String text) {
            return text;
        }
        throw unreadable(name);
    }

    public long number(String name) {
        if (item.attributes().get(name) instanceof Long number) {
            return number;
        }
        throw unreadable(name);
    }

    /// An instant in whole seconds since 1970.
    public Instant seconds(String name) {
        try {
            return Instant.ofEpochSecond(number(name));
        } catch (DateTimeException e) {
            throw unreadable(name);
        }
    }

    /// An instant in the form of ISO 8601.
    public Instant time(String name) {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeException e) {
            throw unreadable(name);
        }
    }

    private UnreadableRowException unreadable(String name) {
        return new UnreadableRowException("the row \"" + item.id() + "\" has no " + name + " that can be read");
    }
}
