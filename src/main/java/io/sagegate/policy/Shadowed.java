package io.sagegate.policy;

import io.sagegate.reason.Reason;
import java.util.Locale;
import java.util.Optional;

/// A rule in shadow that would have stopped a call, or would have changed its answer.
///
/// @param rule the grant's id, or the name of the limit, guard or filter
/// @param refusal why the call would have been refused; empty where its answer would have left, but changed
/// @param masked how many texts of the answer would have been masked
/// @param dropped how many bytes of the answer would have been left out
/// @param told whether the caller reads of it in a header field
public record Shadowed(Kind kind, String rule, Optional<Reason> refusal, long masked, long dropped, boolean told) {
    /// The kind of rule.
    public enum Kind {
        DENY,
        LIMIT,
        GUARD,
        FILTER;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// A rule that would have refused the call.
    public static Shadowed refusal(Kind kind, String rule, Reason reason, boolean told) {
        return new Shadowed(kind, rule, Optional.of(reason), 0, 0, told);
    }
}
