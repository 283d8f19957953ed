package io.sagegate.cli.deployed;

/// A CloudWatch alarm.
///
/// @param enabled whether its actions are carried out
/// @param told how many actions it has
public record AlarmFacts(String name, boolean enabled, int told) {}
