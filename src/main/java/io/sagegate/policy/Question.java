package io.sagegate.policy;

import io.sagegate.identity.Principal;
import java.time.Instant;

/// What is asked of the policy: may this caller do this, now, with such a request.
public record Question(Principal principal, Action action, Target target, Facts facts, Instant now) {}
