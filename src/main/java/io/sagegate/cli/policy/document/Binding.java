package io.sagegate.cli.policy.document;

import io.sagegate.policy.document.PolicyNode;
import java.time.Instant;
import java.util.Optional;

/// One member of one binding.
///
/// @param member the member's name, such as `okta:group:fraud-team`
/// @param expires the instant at which the binding ends
/// @param limits the limits as the document has them, already checked
/// @param tags the member's tags: its client's, the binding's and the role's, already checked
/// @param path where the document says so
public record Binding(
        String role, String member, Optional<Instant> expires, PolicyNode limits, PolicyNode tags, String path) {}
