package io.sagegate.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;

/// Header fields by lower-case name, each with its values in order (RFC 9110 §5). Immutable.
public final class Headers {
    private static final Headers NONE = new Headers(new Field[0]);

    /// Sorted by name. A message has few fields, so a look through all of them costs less than a tree.
    private final Field[] fields;

    private Headers(Field[] fields) {
        this.fields = fields;
    }

    private record Field(String name, String value) {}

    /// Takes a field.
    ///
    /// @param <E> the fault of a field that cannot be taken
    @FunctionalInterface
    public interface Taker<E extends Exception> {
        void take(String name, String value) throws E;
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
        var from = index(lower(name));
        if (from < 0) {
            return List.of();
        }
        var values = new ArrayList<String>(1);
        for (var i = from; i < fields.length && fields[i].name.equals(fields[from].name); i++) {
            values.add(fields[i].value);
        }
        return Collections.unmodifiableList(values);
    }

    /// Returns the first value of a field.
    public Optional<String> first(String name) {
        var index = index(lower(name));
        return index < 0 ? Optional.empty() : Optional.of(fields[index].value);
    }

    public boolean has(String name) {
        return index(lower(name)) >= 0;
    }

    /// The index of the first field of that name, or -1.
    private int index(String name) {
        for (var i = 0; i < fields.length; i++) {
            if (fields[i].name.equals(name)) {
                return i;
            }
        }
        return -1;
    }

    public void forEach(BiConsumer<String, String> action) {
        for (var field : fields) {
            action.accept(field.name, field.value);
        }
    }

    /// Gives each name once, with its values in one text (RFC 9110 §5.3).
    public <E extends Exception> void forEachJoined(Taker<E> taker) throws E {
        for (var i = 0; i < fields.length; i++) {
            var name = fields[i].name;
            var value = fields[i].value;
            while (i + 1 < fields.length && fields[i + 1].name.equals(name)) {
                value += ", " + fields[++i].value;
            }
            taker.take(name, value);
        }
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
        if (other.fields.length == 0) {
            return this;
        }
        var merged = new ArrayList<Field>(fields.length + other.fields.length);
        var next = 0;
        for (var field : other.fields) {
            while (next < fields.length && fields[next].name.compareTo(field.name) < 0) {
                merged.add(fields[next++]);
            }
            while (next < fields.length && fields[next].name.equals(field.name)) {
                next++;
            }
            merged.add(field);
        }
        merged.addAll(Arrays.asList(fields).subList(next, fields.length));
        return new Headers(merged.toArray(Field[]::new));
    }

    public Headers with(String name, String value) {
        return with(of(name, value));
    }

    /// Shows names only: values may be credentials.
    @Override
    public String toString() {
        return "Headers" + Arrays.stream(fields).map(Field::name).distinct().toList();
    }

    /// Collects header fields. Not thread-safe.
    public static final class Builder {
        private static final Comparator<Field> BY_NAME = (one, other) -> one.name.compareTo(other.name);

        private final List<Field> fields = new ArrayList<>();

        public Builder add(String name, String value) {
            fields.add(new Field(lower(name), value));
            return this;
        }

        public Builder addIfPresent(String name, Optional<String> value) {
            return value.isPresent() ? add(name, value.get()) : this;
        }

        public Headers build() {
            var sorted = fields.toArray(Field[]::new);
            Arrays.sort(sorted, BY_NAME);
            return new Headers(sorted);
        }
    }
}
