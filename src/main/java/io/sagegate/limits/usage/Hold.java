package io.sagegate.limits.usage;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The amounts that one call in flight holds in an item, and until when. A settled call removes its hold. If the
/// function crashed, the next call after `until` gives the amounts back.
///
/// @param until seconds since the epoch
public record Hold(long until, List<Part> parts) {
    private static final Pattern UNTIL = Pattern.compile("[0-9]{1,18}");
    private static final Pattern PART = Pattern.compile("([^;@=]{1,64})@([0-9]{1,19})=([0-9]{1,19})");

    /// The amount held on one counter.
    ///
    /// @param mark a budget's window; for a rate, the instant in nanoseconds until which it is surely taken; or 0
    public record Part(String counter, long mark, long amount) {}

    private static final SecureRandom RANDOM = new SecureRandom();

    /// Makes a unique id. Copies of one snapshot also make different ids, since the generator is reseeded after a
    /// restore.
    public static String newId() {
        var bytes = new byte[9];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    public Hold {
        parts = List.copyOf(parts);
    }

    /// Whether the hold has expired. Judged a second late, because `until` is cut to whole seconds.
    public boolean isOver(long nowNanos) {
        return nowNanos / 1_000_000_000L > until;
    }

    /// The text form that the table stores.
    public String text() {
        var text = new StringBuilder(48).append(until);
        for (var part : parts) {
            text.append(';')
                    .append(part.counter)
                    .append('@')
                    .append(part.mark)
                    .append('=')
                    .append(part.amount);
        }
        return text.toString();
    }

    /// Parses the text form. Empty if the text is not a hold. Part by part, since one pattern for all of them would
    /// use stack for each.
    public static Optional<Hold> parse(String text) {
        var fields = text.split(";", -1);
        if (!UNTIL.matcher(fields[0]).matches()) {
            return Optional.empty();
        }
        var parts = new ArrayList<Part>();
        try {
            for (var i = 1; i < fields.length; i++) {
                var part = PART.matcher(fields[i]);
                if (!part.matches()) {
                    return Optional.empty();
                }
                parts.add(new Part(part.group(1), Long.parseLong(part.group(2)), Long.parseLong(part.group(3))));
            }
            return Optional.of(new Hold(Long.parseLong(fields[0]), parts));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
