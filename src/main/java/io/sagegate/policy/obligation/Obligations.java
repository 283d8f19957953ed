package io.sagegate.policy.obligation;

/// The obligations of a grant: the rules for its requests and answers.
///
/// @param passesErrors whether the caller may read a container's own error text
public record Obligations(RequestRules request, ResponseRules response, boolean passesErrors) {
    public static final Obligations NONE = new Obligations(RequestRules.NONE, ResponseRules.NONE, false);
}
