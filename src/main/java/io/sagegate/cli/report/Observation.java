package io.sagegate.cli.report;

/// One thing that is open, or that could not be looked at.
///
/// @param id stays the same from run to run, so that a list can name what is accepted
/// @param seen false where a right is missing to look at it, which is not "all well"
/// @param what a sentence that says what is so
/// @param setting where it comes from: a parameter, statement, row or resource
/// @param mend the command or change that ends it
public record Observation(Harm harm, String id, boolean seen, String what, String setting, String mend) {
    public static Observation open(Harm harm, String id, String what, String setting, String mend) {
        return new Observation(harm, id, true, what, setting, mend);
    }

    /// Says that something could not be looked at, and which right that takes.
    ///
    /// @param what in words, such as `the alarms`
    /// @param right the IAM action that is missing, or was refused
    /// @param why in the words of who refused
    public static Observation unseen(Harm harm, String id, String what, String right, String why) {
        return new Observation(
                harm,
                "unseen:" + id,
                false,
                "could not look at " + what + ": needs " + right,
                why,
                "allow " + right + " to whoever runs this, and run it again");
    }
}
