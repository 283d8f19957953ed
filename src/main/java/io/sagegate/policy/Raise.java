package io.sagegate.policy;

import java.time.Instant;

/// More of a limit for a while; it is over by itself.
///
/// @param text how much, as the policy has it
/// @param quota of the limit's own counter
/// @param until the instant from which the limit itself counts again
/// @param because why, for whoever reads the record
public record Raise(String text, Quota quota, Instant until, String because) {
    boolean isOver(Instant now) {
        return !now.isBefore(until);
    }
}
