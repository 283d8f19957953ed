package io.sagegate.policy.obligation;

import com.google.re2j.Pattern;
import java.util.Optional;
import java.util.Set;

/// A mask: the data that is replaced in every text of an answer.
public sealed interface Masking {
    /// Known kinds of data.
    ///
    /// @param with the replacement; absent for the kind's name in brackets
    record Kinds(Set<SensitiveKind> kinds, Optional<String> with) implements Masking {
        public Kinds {
            kinds = Set.copyOf(kinds);
        }
    }

    /// An expression of the policy's own.
    ///
    /// @param maxLength the longest text it can match, in UTF-16 units; a stream holds back that many
    record Custom(Pattern pattern, String with, int maxLength) implements Masking {}
}
