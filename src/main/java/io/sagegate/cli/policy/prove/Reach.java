package io.sagegate.cli.policy.prove;

import io.sagegate.cli.policy.document.CompiledPolicy;
import io.sagegate.policy.Decision;
import io.sagegate.policy.Facts;
import io.sagegate.policy.Grant;
import io.sagegate.policy.PolicyUnavailableException;
import io.sagegate.policy.Question;
import io.sagegate.policy.Target;
import io.sagegate.policy.name.EndpointArn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Proves sentences about who reaches an endpoint, for every call from an instant on.
///
/// One grant lets a call through, and takes one of the caller's names. Each further name can only bring denials. So
/// callers with one name show who reaches an endpoint; and a second name is needed only where the sentence gives one.
public final class Reach {
    private final Side side;
    private final Times clock;

    private Reach(Side side, Times clock) {
        this.side = side;
        this.clock = clock;
    }

    public static Reach of(CompiledPolicy policy, Instant now) throws PolicyUnavailableException {
        return new Reach(Side.of(policy), new Times(now));
    }

    public Proof prove(Sentence sentence) {
        try {
            return switch (sentence.form()) {
                case REACHES -> reaches(sentence);
                case NEVER -> never(sentence);
                case ONLY -> only(sentence);
            };
        } catch (UndecidedException e) {
            return new Proof.Unknown(String.valueOf(e.getMessage()));
        }
    }

    private Proof reaches(Sentence sentence) throws UndecidedException {
        var member = sentence.members().getFirst();
        var who = caller(List.of(member)).orElseThrow();
        var found = call(sentence, who);
        return found.isPresent()
                ? new Proof.Holds(List.of("such a call is let through:"), found)
                : new Proof.Fails("no call of " + member + " is let through", plain(sentence, who));
    }

    private Proof never(Sentence sentence) throws UndecidedException {
        var member = sentence.members().getFirst();
        for (var other : allowed(sentence)) {
            var who = caller(List.of(member, other));
            var found = who.isEmpty() ? Optional.<Example>empty() : call(sentence, who.get());
            if (found.isPresent()) {
                return new Proof.Fails("a caller with " + who.get().text() + " reaches it", found.get());
            }
        }
        return new Proof.Holds(notes(sentence), Optional.empty());
    }

    private Proof only(Sentence sentence) throws UndecidedException {
        for (var member : allowed(sentence)) {
            if (sentence.members().contains(member)) {
                continue;
            }
            var found = call(sentence, caller(List.of(member)).orElseThrow());
            if (found.isPresent()) {
                return new Proof.Fails("a caller with " + member + " reaches it", found.get());
            }
        }
        return new Proof.Holds(notes(sentence), Optional.empty());
    }

    private List<String> allowed(Sentence sentence) {
        return side.members(EndpointArn.name(sentence.endpoint()), Grant.Effect.ALLOW);
    }

    private Optional<Who> caller(List<String> members) {
        return Who.of(members, Side.stranger(side));
    }

    /// A call of the caller that is let through.
    private Optional<Example> call(Sentence sentence, Who who) throws UndecidedException {
        var name = EndpointArn.name(sentence.endpoint());
        var own = side.of(name, who);
        for (var grant : Side.grants(own)) {
            if (grant.effect() == Grant.Effect.DENY || !isAbout(sentence, grant)) {
                continue;
            }
            var found = new Calls(who, grant, own, side, clock)
                    .first(
                            sentence.actions(),
                            call -> side.decide(name, call.who(), call.question()) instanceof Decision.Permit);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /// A bare name stands for the endpoints of that name everywhere.
    private static boolean isAbout(Sentence sentence, Grant grant) {
        return grant.endpoint().equals(sentence.endpoint())
                || EndpointArn.of(sentence.endpoint()).isEmpty();
    }

    private Example plain(Sentence sentence, Who who) {
        var action = sentence.actions().stream().sorted().findFirst().orElseThrow();
        var target = Target.ofEndpoint(sentence.endpoint());
        var facts = new Facts("", 0, Optional.empty());
        return new Example(who, new Question(who.principal(), action, target, facts, clock.now()));
    }

    /// Names that the policy does not know may be mistyped.
    private List<String> notes(Sentence sentence) {
        var notes = new ArrayList<String>();
        if (!side.byName().containsKey(EndpointArn.name(sentence.endpoint()))) {
            notes.add("no grant that is bound names " + sentence.endpoint());
        }
        for (var member : sentence.members()) {
            if (!side.members().contains(member)) {
                notes.add("no binding names " + member);
            }
        }
        return notes;
    }
}
