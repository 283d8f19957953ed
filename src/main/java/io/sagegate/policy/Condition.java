package io.sagegate.policy;

import io.sagegate.http.MediaType;
import io.sagegate.identity.OidcUser;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A condition of a grant: it must hold, besides the names, for the grant to apply.
public sealed interface Condition {
    /// Says whether the condition holds for a question. The answer is [Held#UNKNOWN] where the facts are missing:
    /// then the grant allows nothing, and a denial denies.
    Held holds(Question question);

    /// The value that the condition asks for, in words for a person.
    String wanted();

    /// Whether the condition looks at the body, so that it cannot be judged before the body was read.
    default boolean isOfBody() {
        return false;
    }

    /// The outcome of a condition.
    enum Held {
        YES,
        NO,
        UNKNOWN;

        static Held of(boolean holds) {
            return holds ? YES : NO;
        }
    }

    /// The request comes from one of these networks.
    record SourceIn(List<Cidr> networks) implements Condition {
        public SourceIn {
            networks = List.copyOf(networks);
        }

        @Override
        public Held holds(Question question) {
            var address = Cidr.address(question.facts().sourceIp());
            return address.isEmpty()
                    ? Held.UNKNOWN
                    : Held.of(networks.stream().anyMatch(network -> network.contains(address.get())));
        }

        @Override
        public String wanted() {
            return "the source address is in "
                    + networks.stream().map(Cidr::toString).collect(Collectors.joining(", "));
        }
    }

    /// The time of day, and day of the week, is within a window.
    record Within(Hours hours) implements Condition {
        @Override
        public Held holds(Question question) {
            return Held.of(hours.contain(question.now()));
        }

        @Override
        public String wanted() {
            return "the time is " + hours;
        }
    }

    /// A claim of the caller's token has one of these values. A claim that is a list needs one element with such a
    /// value.
    ///
    /// @param path the claim's name, or the names that lead to it
    /// @param values texts, numbers or booleans; a text never equals a number
    record ClaimIs(List<String> path, List<Object> values) implements Condition {
        public ClaimIs {
            path = List.copyOf(path);
            values = List.copyOf(values);
        }

        @Override
        public Held holds(Question question) {
            if (!(question.principal() instanceof OidcUser user)) {
                return Held.NO;
            }
            @Nullable Object claim = user.claims();
            for (var name : path) {
                claim = claim instanceof Map<?, ?> map ? map.get(name) : null;
            }
            return switch (claim) {
                case null -> Held.NO;
                case Map<?, ?> _ -> Held.UNKNOWN;
                case List<?> list -> Held.of(list.stream().anyMatch(this::isWanted));
                default -> Held.of(isWanted(claim));
            };
        }

        private boolean isWanted(@Nullable Object claim) {
            return values.stream().anyMatch(value -> Scalars.areEqual(value, claim));
        }

        @Override
        public String wanted() {
            return "the claim " + String.join(".", path) + " is "
                    + values.stream().map(String::valueOf).collect(Collectors.joining(" or "));
        }
    }

    /// The body has at most this many bytes.
    record AtMostBytes(long bytes) implements Condition {
        @Override
        public boolean isOfBody() {
            return true;
        }

        @Override
        public Held holds(Question question) {
            var size = question.facts().bytes();
            return size.isEmpty() ? Held.UNKNOWN : Held.of(size.getAsLong() <= bytes);
        }

        @Override
        public String wanted() {
            return "the body has at most " + bytes + " bytes";
        }
    }

    /// The body has one of these media types; parameters such as `charset` do not count.
    ///
    /// @param types lower case, without parameters
    record ContentTypeIn(Set<String> types) implements Condition {
        public ContentTypeIn {
            types = Set.copyOf(types);
        }

        @Override
        public boolean isOfBody() {
            return true;
        }

        @Override
        public Held holds(Question question) {
            return question.facts()
                    .contentType()
                    .map(field -> Held.of(types.contains(MediaType.of(field).name())))
                    .orElse(Held.UNKNOWN);
        }

        @Override
        public String wanted() {
            return "the content type is "
                    + String.join(" or ", types.stream().sorted().toList());
        }
    }
}
