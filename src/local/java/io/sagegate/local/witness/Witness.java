package io.sagegate.local.witness;

/// Hears every secret that the local parts make or take, and every line that the function writes. A test run
/// searches the lines for the secrets. Without a test run nobody listens and nothing is kept.
public interface Witness {
    /// Hears a secret that a part made or was given.
    ///
    /// @param kind the kind of secret, in a word
    void secret(String kind, String value);

    /// Hears an event on its way to the function.
    void invoked(byte[] event);

    /// Hears a line of a log, an audit line or a trace.
    void logged(String line);

    /// The witness of this JVM.
    static Witness current() {
        return Seat.holder;
    }

    /// Makes this one the witness of this JVM from now on.
    static void seat(Witness witness) {
        Seat.holder = witness;
    }

    /// Holds the witness of this JVM.
    final class Seat {
        private static volatile Witness holder = new Nobody();

        private Seat() {}
    }

    /// A witness that keeps nothing.
    record Nobody() implements Witness {
        @Override
        public void secret(String kind, String value) {}

        @Override
        public void invoked(byte[] event) {}

        @Override
        public void logged(String line) {}
    }
}
