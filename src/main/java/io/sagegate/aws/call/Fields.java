package io.sagegate.aws.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.crt.http.HttpHeader;

/// Header fields on the wire, in order. Not thread-safe while they are added.
public final class Fields {
    private final List<HttpHeader> fields = new ArrayList<>(16);

    /// Puts a field at the end.
    ///
    /// @throws IllegalArgumentException if the value would break out of its line
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

    /// Puts a field at the end where there is a value.
    public Fields add(String name, Optional<String> value) {
        value.ifPresent(present -> add(name, present));
        return this;
    }

    /// The first field of that name, in whatever letter case.
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

    HttpHeader[] array() {
        return fields.toArray(HttpHeader[]::new);
    }

    /// Names only: values may be credentials.
    @Override
    public String toString() {
        return "Fields"
                + fields.stream()
                        .map(field -> field.getName().toLowerCase(Locale.ROOT))
                        .toList();
    }
}
