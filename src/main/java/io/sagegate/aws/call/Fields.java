package io.sagegate.aws.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.crt.http.HttpHeader;

/// Header fields for the wire, in order. Not thread-safe while fields are added.
public final class Fields {
    private final List<HttpHeader> fields = new ArrayList<>(16);

    /// Appends a field.
    ///
    /// @throws IllegalArgumentException if the value contains a carriage return, a line feed or a NUL
    public Fields add(String name, String value) {
        for (var i = 0; i < value.length(); i++) {
            var c = value.charAt(i);
            if (c == '\r' || c == '\n' || c == 0) {
                throw new IllegalArgumentException("a control character in " + name);
            }
        }
        fields.add(new HttpHeader(name, value));
        return this;
    }

    /// Appends a field if there is a value.
    public Fields add(String name, Optional<String> value) {
        return value.isPresent() ? add(name, value.get()) : this;
    }

    /// Returns the first field of that name, in any letter case.
    public Optional<String> first(String name) {
        for (var field : fields) {
            if (field.getName().equalsIgnoreCase(name)) {
                return Optional.of(field.getValue());
            }
        }
        return Optional.empty();
    }

    void addAll(HttpHeader[] more) {
        fields.addAll(List.of(more));
    }

    void addTo(List<HttpHeader> all) {
        all.addAll(fields);
    }

    /// Shows names only: values may be credentials.
    @Override
    public String toString() {
        return "Fields"
                + fields.stream()
                        .map(field -> field.getName().toLowerCase(Locale.ROOT))
                        .toList();
    }
}
