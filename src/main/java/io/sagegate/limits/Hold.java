package io.sagegate.limits;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What one call in flight has set aside in an item, and until when. A call that ends in good order takes its
/// hold away; what a crashed function left behind is given back by whoever comes after `until`.
///
/// @param until seconds since the epoch
public record Hold(long until, List<Part> parts) {
    private static final Pattern TEXT = Pattern.compile("[0-9]{1,18}(;[^;@=]{1,64}@[0-9]{1,19}=[0-9]{1,19})*");

    /// A share of one counter.
    ///
    /// @param mark the budget's window, the instant in nanoseconds until which a rate is surely pledged, or 0
    public record Part(String counter, long mark, long amount) {}

    private static final SecureRandom RANDOM = new SecureRandom();

    /// Unlike any other, also in copies of one snapshot, after whose restore the generator is seeded anew.
    static String newId() {
        var bytes = new byte[9];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    public Hold {
        parts = List.copyOf(parts);
    }

    /// Whether it no longer counts. An instant later than its end, since `until` is cut to seconds.
    public boolean isOver(long nowNanos) {
        return nowNanos / 1_000_000_000L > until;
    }

    /// The form in the table.
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

    /// Empty when the text is none of ours.
    public static Optional<Hold> parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            return Optional.empty();
        }
        var fields = text.split(";", -1);
        var parts = new ArrayList<Part>();
        try {
            for (var i = 1; i < fields.length; i++) {
                var mark = fields[i].indexOf('@');
                var amount = fields[i].indexOf('=');
                parts.add(new Part(
                        fields[i].substring(0, mark),
                        Long.parseLong(fields[i].substring(mark + 1, amount)),
                        Long.parseLong(fields[i].substring(amount + 1))));
            }
            return Optional.of(new Hold(Long.parseLong(fields[0]), parts));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
