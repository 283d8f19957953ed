package io.sagegate.cli.console;

/// The exit codes of every command, so that a pipeline can tell "no" from "could not".
public final class Exit {
    /// The command did its work and found no fault.
    public static final int OK = 0;

    /// The command ran and the answer is no: a broken policy, a failed decision test, a denied call.
    public static final int NO = 1;

    /// The command line itself is wrong.
    public static final int USAGE = 2;

    /// Somebody else changed the policy in the meantime; this command changed nothing.
    public static final int CONFLICT = 3;

    /// AWS, a file or the network failed.
    public static final int UNAVAILABLE = 4;

    private Exit() {}
}
