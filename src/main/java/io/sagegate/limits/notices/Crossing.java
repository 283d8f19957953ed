package io.sagegate.limits.notices;

import io.sagegate.policy.Limit;

/// A threshold that a limit has reached and that no item says was told.
///
/// @param key the key of the item that counts the limit
/// @param percent the threshold
/// @param window when the limit began, and ends
/// @param least the smallest counter at which the threshold is reached, in the counter's own unit
/// @param used how much of the limit is used, in the limit's measure
/// @param total the whole limit, in the limit's measure
public record Crossing(String key, Limit limit, int percent, Window window, long least, long used, long total) {
    /// The counter's name within its item.
    public String counter() {
        return limit.counter();
    }

    /// The name of the mark that holds the last window in which a threshold was told.
    public static String told(String counter, int percent) {
        return counter + "!" + percent;
    }

    /// The name of the mark that holds until when somebody is about to tell it, in nanoseconds since the epoch.
    public String claim() {
        return counter() + "?" + percent;
    }

    public String told() {
        return told(counter(), percent);
    }

    /// Tells this threshold of this counter apart from all others, in this window.
    String id() {
        return key + "|" + told() + "|" + window.number();
    }
}
