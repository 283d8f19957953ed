package io.sagegate.local.witness;

/// Told of every secret that the local parts make or take, and of every line that the function writes; a test run
/// looks for the ones in the other. Without a test run nobody listens and nothing is kept.
public interface Witness {
    /// A secret that a part made or was given.
    ///
    /// @param kind what it is, in a word
    void secret(String kind, String value);

    /// An event on its way to the function.
    void invoked(byte[] event);

    /// A line of a log, an audit line or a trace.
    void logged(String line);

    /// Who listens in this JVM.
    static Witness current() {
        return Seat.holder;
    }

    /// Lets one listen from now on.
    static void seat(Witness witness) {
        Seat.holder = witness;
    }

    /// Where the witness of this JVM sits.
    final class Seat {
        private static volatile Witness holder = new Nobody();

        private Seat() {}
    }

    /// Hears nothing.
    record Nobody() implements Witness {
        @Override
        public void secret(String kind, String value) {}

        @Override
        public void invoked(byte[] event) {}

        @Override
        public void logged(String line) {}
    }
}
