package io.sagegate.cli.policy.prove;

import java.util.List;
import java.util.Optional;

/// The outcome of a proof.
public sealed interface Proof {
    /// It holds for every call.
    ///
    /// @param notes what the reader should know besides
    /// @param example the call that shows it, where one call does
    record Holds(List<String> notes, Optional<Example> example) implements Proof {
        public Holds {
            notes = List.copyOf(notes);
        }
    }

    /// It does not hold.
    ///
    /// @param why one sentence
    /// @param example the call that shows it
    record Fails(String why, Example example) implements Proof {}

    /// Nobody can tell.
    ///
    /// @param why one sentence
    record Unknown(String why) implements Proof {}
}
