package io.sagegate.cli.deployed;

import java.util.Optional;

/// A log group as it is configured now.
///
/// @param retentionDays how long lines are kept; empty for ever
/// @param key ARN of the KMS key; empty for a key of AWS's
public record LogFacts(String name, Optional<Integer> retentionDays, Optional<String> key) {}
