package io.sagegate.cli.console;

/// The exit codes of every command, so that a pipeline can tell "no" from "could not".
public final class Exit {
    /// Done, or nothing to complain of.
    public static final int OK = 0;

    /// The command ran and the answer is no: a broken policy, a failed decision test, a denied call.
    public static final int NO = 1;

    /// The command line itself makes no sense.
    public static final int USAGE = 2;

    /// Somebody else changed the policy meanwhile; nothing was changed.
    public static final int CONFLICT = 3;

    /// AWS, a file or the network could not do its part.
    public static final int UNAVAILABLE = 4;

    private Exit() {}
}
