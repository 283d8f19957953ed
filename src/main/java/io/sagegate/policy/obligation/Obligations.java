package io.sagegate.policy.obligation;

/// What comes with a grant.
///
/// @param passesErrors whether the caller may read a container's own words when it fails
public record Obligations(RequestRules request, ResponseRules response, boolean passesErrors) {
    public static final Obligations NONE = new Obligations(RequestRules.NONE, ResponseRules.NONE, false);
}
