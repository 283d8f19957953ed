package io.sagegate.cli.policy;

import io.sagegate.cli.console.Console;
import io.sagegate.cli.policy.document.CompiledPolicy;
import io.sagegate.policy.document.PolicySyntaxException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The difference of two policies, a line for each: who gains access, who loses it, and whose conditions change.
/// The lines are sorted, so that one change always prints the same.
///
/// @param changed the access that stays with other conditions: those before and after
/// @param added issuers, models, filters and guards that are new
/// @param removed issuers, models, filters and guards that are gone
public record PolicyDiff(
        SortedSet<String> gained,
        SortedSet<String> lost,
        SortedSet<String> changed,
        SortedSet<String> added,
        SortedSet<String> removed) {
    private static final int SHOWN = 400;

    public static PolicyDiff between(CompiledPolicy before, CompiledPolicy after) throws PolicySyntaxException {
        var diff = new PolicyDiff(new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        diff.access(AccessList.of(before), AccessList.of(after));
        diff.others(AccessList.others(before), AccessList.others(after));
        return diff;
    }

    /// The difference of two policies that say the same.
    static PolicyDiff none() {
        return new PolicyDiff(new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
    }

    private void access(SortedSet<Access> before, SortedSet<Access> after) {
        var going = bySubject(before, after);
        bySubject(after, before).forEach((subject, coming) -> {
            var old = going.getOrDefault(subject, List.of());
            if (old.size() == 1 && coming.size() == 1) {
                changed.add(old.getFirst().changed(coming.getFirst()));
                going.remove(subject);
            } else {
                coming.forEach(access -> gained.add(access.text()));
            }
        });
        going.values().forEach(old -> old.forEach(access -> lost.add(access.text())));
    }

    private static Map<String, List<Access>> bySubject(SortedSet<Access> these, SortedSet<Access> those) {
        return these.stream().filter(access -> !those.contains(access)).collect(Collectors.groupingBy(Access::subject));
    }

    private void others(Map<String, String> before, Map<String, String> after) {
        after.forEach((name, value) -> {
            var old = before.get(name);
            if (old == null) {
                added.add(name + " = " + value);
            } else if (!old.equals(value)) {
                changed.add(name + " = " + old + " -> " + value);
            }
        });
        before.forEach((name, value) -> {
            if (!after.containsKey(name)) {
                removed.add(name + " = " + value);
            }
        });
    }

    public boolean isEmpty() {
        return gained.isEmpty() && lost.isEmpty() && changed.isEmpty() && added.isEmpty() && removed.isEmpty();
    }

    void show(Console console) {
        added.forEach(line -> console.good("+ " + line));
        removed.forEach(line -> console.bad("- " + line));
        changed.stream().limit(SHOWN).forEach(line -> console.doubtful("~ " + line));
        more(console, changed);
        gained.stream().limit(SHOWN).forEach(line -> console.good("+ " + line));
        more(console, gained);
        lost.stream().limit(SHOWN).forEach(line -> console.bad("- " + line));
        more(console, lost);
        console.strong(gained.size() + " gained, " + lost.size() + " lost, " + changed.size() + " changed, "
                + (added.size() + removed.size()) + " issuers, models, filters and guards added or removed");
    }

    private static void more(Console console, Collection<String> all) {
        if (all.size() > SHOWN) {
            console.line("  ... and " + (all.size() - SHOWN) + " more");
        }
    }
}
