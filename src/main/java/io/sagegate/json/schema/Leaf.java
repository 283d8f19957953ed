package io.sagegate.json.schema;

import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A rule that contains no other schema.
sealed interface Leaf extends Rule {
    /// Checks a value. Empty if the rule holds.
    Optional<Broken> broken(@Nullable Object value);

    /// The schema `false`.
    record Never() implements Leaf {
        @Override
        public Optional<Broken> broken(@Nullable Object value) {
            return Broken.here("is not allowed");
        }
    }

    /// `type`.
    record Typed(List<Kind> kinds) implements Leaf {
        public Typed {
            kinds = List.copyOf(kinds);
        }

        @Override
        public Optional<Broken> broken(@Nullable Object value) {
            for (var kind : kinds) {
                if (kind.has(value)) {
                    return Optional.empty();
                }
            }
            return Broken.here(
                    "must be of type " + kinds.stream().map(Kind::text).collect(Collectors.joining(" or ")));
        }
    }

    /// `const`.
    record Constant(@Nullable Object allowed) implements Leaf {
        @Override
        public Optional<Broken> broken(@Nullable Object value) {
            return Values.same(allowed, value)
                    ? Optional.empty()
                    : Broken.here("must have the one value that is allowed");
        }
    }

    /// `enum`.
    record OneOfValues(List<? extends @Nullable Object> allowed) implements Leaf {
        public OneOfValues {
            // Null is an allowed value, so List.copyOf would throw.
            allowed = Collections.unmodifiableList(allowed);
        }

        @Override
        public Optional<Broken> broken(@Nullable Object value) {
            return allowed.stream().anyMatch(one -> Values.same(one, value))
                    ? Optional.empty()
                    : Broken.here("must be one of the values that are allowed");
        }
    }

    /// `required`.
    record Required(List<String> names) implements Leaf {
        public Required {
            names = List.copyOf(names);
        }

        @Override
        public Optional<Broken> broken(@Nullable Object value) {
            if (value instanceof Map<?, ?> object) {
                for (var name : names) {
                    if (!object.containsKey(name)) {
                        return Broken.here("must have the member \"" + name + "\"");
                    }
                }
            }
            return Optional.empty();
        }
    }

    /// `minLength` with `maxLength`, and the same for members and elements.
    record Sized(Measure measure, int least, int most) implements Leaf {
        @Override
        public Optional<Broken> broken(@Nullable Object value) {
            var size = measure.of(value);
            return size.isEmpty() || (least <= size.getAsInt() && size.getAsInt() <= most)
                    ? Optional.empty()
                    : Broken.here(measure.expectation());
        }
    }

    /// `pattern`.
    record Matching(Pattern pattern) implements Leaf {
        @Override
        public Optional<Broken> broken(@Nullable Object value) {
            return value instanceof String text && !pattern.matcher(text).find()
                    ? Broken.here("must match the expression that is allowed")
                    : Optional.empty();
        }
    }

    /// `minimum` and the other bounds of numbers.
    record Bounded(Bound bound, BigDecimal limit) implements Leaf {
        @Override
        public Optional<Broken> broken(@Nullable Object value) {
            return value instanceof Number number
                            && !bound.allows(Values.decimal(number).compareTo(limit))
                    ? Broken.here("is outside of the range that is allowed")
                    : Optional.empty();
        }
    }
}
