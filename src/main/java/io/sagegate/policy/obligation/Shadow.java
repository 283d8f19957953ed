package io.sagegate.policy.obligation;

import java.time.LocalDate;
import java.util.Optional;

/// A rule in shadow: it is judged and recorded, and it refuses and changes nothing.
///
/// @param told whether the caller reads in a header field that the rule would have stopped the call
/// @param review the day from which `policy check` reminds of the rule
public record Shadow(boolean told, Optional<LocalDate> review) {}
