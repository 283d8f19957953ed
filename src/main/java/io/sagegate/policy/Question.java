package io.sagegate.policy;

import io.sagegate.identity.Principal;
import java.time.Instant;

/// A question to the decision point: may this caller take this action on this target, now, with this request?
public record Question(Principal principal, Action action, Target target, Facts facts, Instant now) {}
