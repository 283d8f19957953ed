package io.sagegate.cli.policy;

import io.sagegate.cli.console.Console;
import io.sagegate.cli.console.Exit;
import io.sagegate.cli.policy.prove.Proof;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Tells a proof.
final class ProofText {
    private ProofText() {}

    /// From when on calls are looked at: whole seconds are short to print.
    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    /// Tells whether something holds, and the call that shows it.
    ///
    /// @param file the policy that the call of a counterexample is to be put to; empty for the one in force
    /// @return the exit code
    static int told(Console console, Proof proof, Optional<String> file) {
        return switch (proof) {
            case Proof.Holds(var notes, var example) -> {
                console.good("yes");
                notes.forEach(note -> console.line("  " + note));
                example.ifPresent(call -> console.line("  " + call.command(file)));
                yield Exit.OK;
            }
            case Proof.Fails(var why, var example) -> {
                console.bad("no: " + why);
                console.line("  " + example.command(file));
                yield Exit.NO;
            }
            case Proof.Unknown(var why) -> {
                console.doubtful("cannot tell: " + why);
                yield Exit.NO;
            }
        };
    }
}
