package io.sagegate.policy.obligation;

/// The rules of a filter that are in shadow.
///
/// @param shadow a caller is told where one of the rules says so
public record ShadowRules(ResponseRules rules, Shadow shadow) {}
