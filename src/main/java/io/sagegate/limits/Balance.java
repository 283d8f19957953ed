package io.sagegate.limits;

import io.sagegate.limits.notices.Crossing;
import java.util.List;

/// Where the limits of a call stand after its settlement.
///
/// @param crossings the thresholds that are reached and that nobody has told
public record Balance(List<LimitStatus> standing, List<Crossing> crossings) {
    static final Balance NONE = new Balance(List.of(), List.of());

    public Balance {
        standing = List.copyOf(standing);
        crossings = List.copyOf(crossings);
    }

    /// The same with where limits in shadow stand.
    Balance beside(List<LimitStatus> inShadow) {
        return inShadow.isEmpty() ? this : new Balance(InShadow.both(standing, inShadow), crossings);
    }
}
