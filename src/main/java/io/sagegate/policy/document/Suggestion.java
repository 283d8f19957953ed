package io.sagegate.policy.document;

import java.util.Collection;

/// Suggests the nearest known name for a wrong one ("Did you mean"), if one is near.
public final class Suggestion {
    private Suggestion() {}

    /// Returns the suggestion in a form that can end a message; empty if no known name is near.
    public static String among(String wrong, Collection<String> known) {
        var nearest = "";
        var least = Math.max(2, wrong.length() / 3) + 1;
        for (var name : known) {
            var distance = distance(wrong, name);
            if (distance < least) {
                least = distance;
                nearest = name;
            }
        }
        return nearest.isEmpty() ? "" : is(nearest);
    }

    /// Returns the same text for a name that is known to be meant.
    static String is(String meant) {
        return "; did you mean \"" + meant + "\"?";
    }

    /// Computes the Levenshtein distance.
    private static int distance(String a, String b) {
        var before = new int[b.length() + 1];
        for (var j = 0; j < before.length; j++) {
            before[j] = j;
        }
        for (var i = 1; i <= a.length(); i++) {
            var now = new int[b.length() + 1];
            now[0] = i;
            for (var j = 1; j <= b.length(); j++) {
                var change = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(change, Math.min(before[j], now[j - 1]) + 1);
            }
            before = now;
        }
        return before[b.length()];
    }
}
