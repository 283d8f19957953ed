package io.sagegate.policy;

/// A limit of a grant or a binding.
///
/// @param text as the policy has it, such as `100 requests per minute, burst 20`
/// @param reserve tokens to set aside for an answer whose length the caller does not bound
/// @param admitsUncounted whether calls go through while usage cannot be counted
/// @param ofBinding whether it counts calls of all endpoints of the role, not of the grant's one
public record Limit(String text, Quota quota, Scope scope, long reserve, boolean admitsUncounted, boolean ofBinding) {
    /// Who shares a limit's counter.
    public enum Scope {
        /// Each principal has its own.
        PRINCIPAL("principal"),
        /// All principals bound to the role share it.
        ROLE("role"),
        /// All callers of the endpoint share it, by whatever role.
        ENDPOINT("endpoint");

        private final String code;

        Scope(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }
    }

    /// Tells the limits of one call apart by what is counted, per what, and who shares it: a name of ASCII, out of a
    /// small set, such as `tokens-hour-of-role`.
    public String name() {
        var shared = scope == Scope.PRINCIPAL ? "" : "-of-" + scope.code();
        return counter().replace('/', '-') + shared + (ofBinding ? "-of-binding" : "");
    }

    /// The counter's name within its item: see [Quota#counter].
    public String counter() {
        return quota.counter();
    }
}
