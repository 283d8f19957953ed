package io.sagegate.cli.policy;

import io.sagegate.cli.console.Console;
import io.sagegate.cli.policy.document.CompiledPolicy;
import io.sagegate.policy.document.PolicySyntaxException;
import java.util.Set;
import java.util.TreeSet;

/// What a change means: who gains what, who loses what.
public record PolicyDiff(Set<String> gained, Set<String> lost, Set<String> added, Set<String> removed) {
    private static final int SHOWN = 400;

    public static PolicyDiff between(CompiledPolicy before, CompiledPolicy after) throws PolicySyntaxException {
        var old = AccessList.of(before);
        var now = AccessList.of(after);
        var oldOthers = AccessList.others(before);
        var nowOthers = AccessList.others(after);
        return new PolicyDiff(
                without(now, old), without(old, now), without(nowOthers, oldOthers), without(oldOthers, nowOthers));
    }

    private static Set<String> without(Set<String> these, Set<String> those) {
        var left = new TreeSet<>(these);
        left.removeAll(those);
        return left;
    }

    public boolean isEmpty() {
        return gained.isEmpty() && lost.isEmpty() && added.isEmpty() && removed.isEmpty();
    }

    void show(Console console) {
        added.forEach(line -> console.good("+ " + line));
        removed.forEach(line -> console.bad("- " + line));
        gained.stream().limit(SHOWN).forEach(line -> console.good("+ " + line));
        more(console, gained.size());
        lost.stream().limit(SHOWN).forEach(line -> console.bad("- " + line));
        more(console, lost.size());
        console.strong(gained.size() + " gained, " + lost.size() + " lost, " + (added.size() + removed.size())
                + " changes to issuers, models, filters and guards");
    }

    private static void more(Console console, int all) {
        if (all > SHOWN) {
            console.line("  ... and " + (all - SHOWN) + " more");
        }
    }
}
