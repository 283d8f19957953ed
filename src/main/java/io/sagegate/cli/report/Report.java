package io.sagegate.cli.report;

import io.sagegate.cli.console.Console;
import io.sagegate.cli.console.Exit;
import io.sagegate.json.JsonText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The findings of one inspection, in the order of harm and then of their ids: the same state gives the same text.
///
/// @param accepted ids of findings that somebody answers for
public record Report(List<Observation> findings, Set<String> accepted) {
    private static final Comparator<Observation> ORDER =
            Comparator.comparing(Observation::harm).thenComparing(Observation::id);

    public Report {
        accepted = Set.copyOf(accepted);
    }

    /// Sorted, each id once.
    public static Report of(Collection<Observation> found, Set<String> accepted) {
        var byId = new LinkedHashMap<String, Observation>();
        found.stream().sorted(ORDER).forEach(each -> byId.putIfAbsent(each.id(), each));
        return new Report(List.copyOf(byId.values()), accepted);
    }

    /// Findings that nobody answers for.
    public List<Observation> open() {
        return findings.stream().filter(each -> !accepted.contains(each.id())).toList();
    }

    /// The command's exit code: 1 where something is open.
    public int exit() {
        return open().isEmpty() ? Exit.OK : Exit.NO;
    }

    /// For people.
    public void print(Console console, String well) {
        for (var finding : open()) {
            var head = finding.harm().word().toUpperCase(Locale.ROOT) + "  " + Console.cell(finding.what());
            if (finding.seen()) {
                console.bad(head);
            } else {
                console.doubtful(head);
            }
            console.line("  because  " + Console.cell(finding.setting()));
            console.line("  mend     " + Console.cell(finding.mend()));
            console.line("  id       " + Console.cell(finding.id()));
        }
        var unseen = open().stream().filter(each -> !each.seen()).count();
        var sum = Console.many(open().size() - unseen, "finding") + ", " + Console.many(unseen, "thing")
                + " not looked at, " + (findings.size() - open().size()) + " accepted";
        if (open().isEmpty()) {
            console.good(well + " (" + sum + ")");
        } else {
            console.strong(sum);
        }
    }

    /// For programs: one object on one line.
    public String json() {
        var list = new ArrayList<Map<String, @Nullable Object>>();
        for (var finding : findings) {
            var members = new LinkedHashMap<String, @Nullable Object>();
            members.put("harm", finding.harm().word());
            members.put("id", finding.id());
            members.put("state", accepted.contains(finding.id()) ? "accepted" : finding.seen() ? "open" : "unseen");
            members.put("what", finding.what());
            members.put("setting", finding.setting());
            members.put("mend", finding.mend());
            list.add(members);
        }
        var root = new LinkedHashMap<String, @Nullable Object>();
        root.put("open", open().size());
        root.put("findings", list);
        return JsonText.of(root);
    }
}
