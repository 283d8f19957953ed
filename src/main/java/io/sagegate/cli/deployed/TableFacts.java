package io.sagegate.cli.deployed;

import java.util.Optional;

/// A DynamoDB table as it is configured now.
///
/// @param key ARN of the KMS key; empty for a key of AWS's
public record TableFacts(
        String name, boolean protectedFromDeletion, boolean recoverable, boolean forgets, Optional<String> key) {}
