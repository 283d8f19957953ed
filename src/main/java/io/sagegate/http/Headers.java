package io.sagegate.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// Header fields by lower-case name, each with its values in order (RFC 9110 §5). Immutable.
public final class Headers {
    private static final Headers NONE = new Headers(Collections.emptySortedMap());

    private final SortedMap<String, List<String>> fields;

    private Headers(SortedMap<String, List<String>> fields) {
        this.fields = fields;
    }

    public static Headers none() {
        return NONE;
    }

    public static Headers of(String... namesAndValues) {
        var builder = new Builder();
        for (var i = 0; i + 1 < namesAndValues.length; i += 2) {
            builder.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return builder.build();
    }

    /// Returns all values of a field; empty if the field is absent.
    public List<String> all(String name) {
        return fields.getOrDefault(lower(name), List.of());
    }

    /// Returns the first value of a field.
    public Optional<String> first(String name) {
        var values = all(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
    }

    public boolean has(String name) {
        return !all(name).isEmpty();
    }

    public void forEach(BiConsumer<String, String> action) {
        fields.forEach((name, values) -> values.forEach(value -> action.accept(name, value)));
    }

    /// Most names are in lower case already; to find that out costs less than to convert them.
    private static String lower(String name) {
        for (var i = 0; i < name.length(); i++) {
            var c = name.charAt(i);
            if (c >= 0x80 || (c >= 'A' && c <= 'Z')) {
                return name.toLowerCase(Locale.ROOT);
            }
        }
        return name;
    }

    /// Combines these fields with `other`. If both have a field, the values of `other` are used.
    public Headers with(Headers other) {
        var merged = new TreeMap<>(fields);
        merged.putAll(other.fields);
        return new Headers(merged);
    }

    public Headers with(String name, String value) {
        return with(of(name, value));
    }

    /// Shows names only: values may be credentials.
    @Override
    public String toString() {
        return "Headers" + fields.keySet();
    }

    /// Collects header fields. Not thread-safe.
    public static final class Builder {
        private final TreeMap<String, List<String>> fields = new TreeMap<>();

        public Builder add(String name, String value) {
            fields.computeIfAbsent(lower(name), _ -> new ArrayList<>(1)).add(value);
            return this;
        }

        public Builder addIfPresent(String name, Optional<String> value) {
            value.ifPresent(present -> add(name, present));
            return this;
        }

        public Headers build() {
            var copy = new TreeMap<>((SortedMap<String, List<String>>) fields);
            copy.replaceAll((_, values) -> List.copyOf(values));
            return new Headers(Collections.unmodifiableSortedMap(copy));
        }
    }
}
