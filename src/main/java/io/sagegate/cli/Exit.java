package io.sagegate.cli;

/// The exit codes of every command, so that a pipeline can tell "no" from "could not".
final class Exit {
    /// Done, or nothing to complain of.
    static final int OK = 0;

    /// The command ran and the answer is no: a broken policy, a failed decision test, a denied call.
    static final int NO = 1;

    /// The command line itself makes no sense.
    static final int USAGE = 2;

    /// Somebody else changed the policy meanwhile; nothing was changed.
    static final int CONFLICT = 3;

    /// AWS, a file or the network could not do its part.
    static final int UNAVAILABLE = 4;

    private Exit() {}
}
