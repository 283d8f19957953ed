package io.sagegate.filters.detect;

import java.util.Optional;

/// Recognises one kind of data at a given place of a text. Stateless. It looks at a bounded number of characters
/// before it says no. A stream may hold back that many.
///
/// A detector states its own pre-filter: [#mayStart], [#mayStartInside], [#landmark] and [#isWorthTrying]. Each may
/// only say no if [#at] would. A detector that states none of the last three still runs, only slower.
public interface Detector {
    /// The answer of [#at] if no match begins here.
    int NO = -1;

    /// The answer of [#at] if it cannot decide before more of the text has come.
    int MORE = -2;

    /// A character that every match has.
    ///
    /// @param c the character
    /// @param reach the most characters between the beginning of a match and this one
    record Landmark(char c, int reach) {}

    /// Whether a match may begin with this character.
    boolean mayStart(char c);

    /// Whether a match may begin with this character right after an ASCII letter or digit.
    default boolean mayStartInside(char c) {
        return mayStart(c);
    }

    /// The character that every match has, if there is one.
    default Optional<Landmark> landmark() {
        return Optional.empty();
    }

    /// A cheap look at a place where [#mayStart] holds.
    ///
    /// @param before the character before; a space if none may be looked at
    /// @param last whether no more of the text comes; near the end of a text that goes on, the answer is yes
    default boolean isWorthTrying(Letters text, int at, char before, boolean last) {
        return true;
    }

    /// The end of the match that begins at `start`, or [#NO], or [#MORE]; `MORE` only while `last` is false.
    ///
    /// @param text the text in its normal form, with some characters before `start`
    /// @param last whether no more of the text comes
    int at(CharSequence text, int start, boolean last);

    /// Whether the characters after a match belong to it, however many: see [#rest].
    default boolean swallows() {
        return false;
    }

    /// The end of the characters that belong to a match of a kind that swallows. It is `-1` if all of the text so
    /// far belongs to the match.
    default int rest(CharSequence text, int from, boolean last) {
        return from;
    }
}
