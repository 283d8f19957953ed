package io.sagegate.filters.detect;

import java.util.Optional;

/// Recognises one kind of data at a given place of a text. Stateless; looks at most a bounded number of
/// characters ahead before it says no, which is what a stream may have to hold back.
///
/// A detector states its own pre-filter: [#mayStart], [#mayStartInside], [#landmark] and [#isWorthTrying]. Each may
/// only
/// say no where [#at] would. A detector that states none of the last three still runs, only slower.
public interface Detector {
    /// Nothing begins here.
    int NO = -1;

    /// Cannot tell before more of the text is there.
    int MORE = -2;

    /// A character that every match has.
    ///
    /// @param c the character
    /// @param reach how many characters after the beginning of a match it stands at most
    record Landmark(char c, int reach) {}

    /// Whether a match may begin with this character.
    boolean mayStart(char c);

    /// Whether a match may begin with this character right after an ASCII letter or digit.
    default boolean mayStartInside(char c) {
        return mayStart(c);
    }

    /// The character without which there is no match, if there is such a one.
    default Optional<Landmark> landmark() {
        return Optional.empty();
    }

    /// A cheap look at a place where [#mayStart] holds.
    ///
    /// @param before the character before; a space where nothing is to be seen there
    /// @param last whether the text ends where it ends; near the end of a text that goes on, the answer is yes
    default boolean isWorthTrying(Letters text, int at, char before, boolean last) {
        return true;
    }

    /// The end of the match that begins at `start`, or [#NO], or [#MORE]; `MORE` only while `last` is false.
    ///
    /// @param text the text in its normal form, with some of what went before `start`
    /// @param last whether the text ends where it ends
    int at(CharSequence text, int start, boolean last);

    /// Whether what follows a match belongs to it, however long: see [#rest].
    default boolean swallows() {
        return false;
    }

    /// After a match of a kind that swallows: the end of what belongs to it, or `-1` when all of the text
    /// does, so far.
    default int rest(CharSequence text, int from, boolean last) {
        return from;
    }
}
