package io.sagegate.cli;

import java.time.Instant;
import java.util.Optional;

/// One member of one binding.
///
/// @param member who, such as `okta:group:fraud-team`
/// @param expires the instant from which it counts no more
/// @param path where the document says so
record Binding(String role, String member, Optional<Instant> expires, String path) {}
