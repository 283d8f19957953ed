package io.sagegate.policy.obligation;

import java.util.Optional;

/// The obligations of a grant: the rules for its requests and answers.
///
/// @param passesErrors whether the caller may read a container's own error text
/// @param shadow rules of the filter that are in shadow
public record Obligations(
        RequestRules request, ResponseRules response, boolean passesErrors, Optional<ShadowRules> shadow) {
    public static final Obligations NONE =
            new Obligations(RequestRules.NONE, ResponseRules.NONE, false, Optional.empty());
}
