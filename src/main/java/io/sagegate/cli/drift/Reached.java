package io.sagegate.cli.drift;

import io.sagegate.policy.Target;

/// A target that the policy names, and where.
///
/// @param where in words, such as `grant reader/0` or `model tale`
/// @param assumed whether another role than the gateway's own calls it
record Reached(String where, String id, Target target, boolean assumed) {}
