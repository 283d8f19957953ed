package io.sagegate.cli.policy.prove;

import io.sagegate.cli.policy.document.CompiledPolicy;
import io.sagegate.cli.policy.document.FilePolicy;
import io.sagegate.policy.PolicyUnavailableException;
import io.sagegate.policy.document.PolicySyntaxException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Two policies that are compared: every call that can be made from an instant on.
public final class Policies {
    private final Side before;
    private final Side after;
    private final Obliged obligedBefore;
    private final Obliged obligedAfter;
    private final Times clock;

    private Policies(CompiledPolicy before, CompiledPolicy after, Instant now)
            throws PolicyUnavailableException, PolicySyntaxException {
        this.before = Side.of(before);
        this.after = Side.of(after);
        this.obligedBefore = Obliged.of(before);
        this.obligedAfter = Obliged.of(after);
        this.clock = new Times(now);
    }

    public static Policies of(CompiledPolicy before, CompiledPolicy after, Instant now)
            throws PolicyUnavailableException, PolicySyntaxException {
        return new Policies(before, after, now);
    }

    /// Whether the newer policy allows no call that the older refuses, and obliges calls to no less.
    public Proof narrows() {
        try {
            refuseOtherIssuers();
            refuseOtherModels(before.policy(), after.policy());
            return forward(false);
        } catch (UndecidedException | PolicyUnavailableException e) {
            return new Proof.Unknown(String.valueOf(e.getMessage()));
        }
    }

    /// Whether both allow the same calls and oblige them to the same.
    public Proof isEquivalent() {
        try {
            refuseOtherIssuers();
            refuseOtherModels(before.policy(), after.policy());
            refuseOtherModels(after.policy(), before.policy());
            var forward = forward(true);
            return forward instanceof Proof.Holds ? backward() : forward;
        } catch (UndecidedException | PolicyUnavailableException e) {
            return new Proof.Unknown(String.valueOf(e.getMessage()));
        }
    }

    private Proof forward(boolean exact) throws UndecidedException {
        return proof(
                new Narrowing(before, after, obligedBefore, obligedAfter, stranger(), clock, exact).find(),
                "the file allows a call that the policy in force refuses",
                "the file is looser about a call that both allow");
    }

    private Proof backward() throws UndecidedException {
        return proof(
                new Narrowing(after, before, obligedAfter, obligedBefore, stranger(), clock, true).find(),
                "the file refuses a call that the policy in force allows",
                "the file is stricter about a call that both allow");
    }

    private static Proof proof(Optional<Narrowing.Wider> found, String refused, String looser) {
        return found.<Proof>map(wider -> new Proof.Fails(
                        wider.why().map(why -> looser + ": " + why).orElse(refused), wider.example()))
                .orElseGet(() -> new Proof.Holds(List.of(), Optional.empty()));
    }

    /// A subject that neither policy binds.
    private String stranger() {
        return Side.stranger(before, after);
    }

    /// Whom an issuer's tokens name is not a matter of grants.
    private void refuseOtherIssuers() throws UndecidedException {
        for (var issuer : after.issuers().values()) {
            var known = before.issuers().get(issuer.name());
            if (known != null && !known.equals(issuer)) {
                throw new UndecidedException("the issuer " + issuer.name()
                        + " is not the same in both: its members may be" + " other people");
            }
        }
    }

    private static void refuseOtherModels(CompiledPolicy older, CompiledPolicy newer)
            throws UndecidedException, PolicyUnavailableException {
        var known = new FilePolicy(older).models();
        for (var model : new FilePolicy(newer).models().values()) {
            var passed =
                    known.containsKey(model.name()) && known.get(model.name()).passesErrors();
            if (model.passesErrors() && !passed) {
                throw new UndecidedException("the model " + model.name() + " passes its container's errors, by whatever"
                        + " grant it is called");
            }
        }
    }
}
