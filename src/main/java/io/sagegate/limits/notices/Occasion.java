package io.sagegate.limits.notices;

import io.sagegate.identity.Principal;
import java.time.Instant;

/// The call that found a threshold reached.
///
/// @param grant the grant's id, such as `fraud-analyst/0`
/// @param endpoint the endpoint of the grant
public record Occasion(String request, Instant at, Principal caller, String grant, String role, String endpoint) {}
