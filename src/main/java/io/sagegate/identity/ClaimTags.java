package io.sagegate.identity;

import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The tags that an issuer's tokens carry: to whom a caller's use is reckoned, by claims of its token.
///
/// @param values by name; only values that are fit to stand on record
/// @param unfit the names of tags whose claim is there with no fit value; such a claim is left out, and refuses nobody
public record ClaimTags(SortedMap<String, String> values, SortedSet<String> unfit) {
    /// The tags of a caller whose issuer names no claim.
    public static final ClaimTags NONE = new ClaimTags(new TreeMap<>(), new TreeSet<>());

    private static final Pattern VALUE = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._:/=+@-]{0,63}");

    public ClaimTags {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
        unfit = Collections.unmodifiableSortedSet(new TreeSet<>(unfit));
    }

    /// Whether a text may be a tag's value: up to 64 letters, digits, spaces and a few signs.
    public static boolean isValue(String text) {
        return VALUE.matcher(text).matches();
    }

    /// Reads the tags.
    ///
    /// @param paths each tag's name, and the path of its claim
    static ClaimTags of(Map<String, @Nullable Object> claims, Map<String, List<String>> paths) {
        if (paths.isEmpty()) {
            return NONE;
        }
        var values = new TreeMap<String, String>();
        var unfit = new TreeSet<String>();
        paths.forEach((name, path) -> {
            var text = text(Claims.at(claims, path));
            if (isValue(text)) {
                values.put(name, text);
            } else if (Claims.at(claims, path) != null) {
                unfit.add(name);
            }
        });
        return new ClaimTags(values, unfit);
    }

    /// A text, or a whole number as it is written: cost centres often are numbers.
    private static String text(@Nullable Object claim) {
        return switch (claim) {
            case String text -> text;
            case Long number -> number.toString();
            case BigInteger number -> number.toString();
            case null, default -> "";
        };
    }
}
