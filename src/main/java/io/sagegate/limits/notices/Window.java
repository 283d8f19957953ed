package io.sagegate.limits.notices;

import java.time.Instant;

/// The hour, day or month in which a threshold is told once.
///
/// @param number increases with time
/// @param ends the first instant after it
public record Window(long number, Instant begins, Instant ends) {}
