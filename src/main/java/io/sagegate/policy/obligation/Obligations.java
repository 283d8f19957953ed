package io.sagegate.policy.obligation;

/// What comes with a grant.
public record Obligations(RequestRules request, ResponseRules response) {
    public static final Obligations NONE = new Obligations(RequestRules.NONE, ResponseRules.NONE);
}
