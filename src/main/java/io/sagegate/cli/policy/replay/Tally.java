package io.sagegate.cli.policy.replay;

import io.sagegate.cli.console.Console;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/// Calls that were put again, counted by what became of them.
final class Tally {
    /// Rows that are kept of each kind: a person reads no more, and names may be of a caller's own making.
    private static final int MOST = 10_000;

    /// Rows that are shown of each kind.
    private static final int SHOWN = 200;

    private final Map<Row, Long> changed = new LinkedHashMap<>();
    private final Map<Row, Long> untold = new LinkedHashMap<>();
    private final Map<Row, Long> shadowed = new LinkedHashMap<>();
    private final TreeSet<String> callers = new TreeSet<>();
    private long same;
    private long renamed;
    private long changedCalls;
    private long untoldCalls;
    private long passedOver;
    private long shadowedCalls;

    /// Calls that are alike.
    private record Row(String caller, String call, String from, String to, String why) {}

    /// A grant's name is its place in its role, so another name may be the same grant.
    ///
    /// @param byOtherName whether the grant that lets the call through has another name than the recorded one
    void same(boolean byOtherName) {
        same++;
        renamed += byOtherName ? 1 : 0;
    }

    void passedOver() {
        passedOver++;
    }

    /// A call that goes through, and that denies in shadow would stop.
    void shadowed(RecordedCall call, Replay.Result.Decided result) {
        if (!result.outcome().shadow().isEmpty()) {
            shadowedCalls++;
            var to = "would be denied in shadow by "
                    + String.join(" or ", result.outcome().shadow());
            add(shadowed, row(call, to, ""));
        }
    }

    void changed(RecordedCall call, Replay.Result.Decided result) {
        changedCalls++;
        if (callers.size() < MOST) {
            callers.add(call.caller().member());
        }
        add(changed, row(call, result.outcome().text(), result.why()));
    }

    void untold(RecordedCall call, String why) {
        untoldCalls++;
        add(untold, row(call, "cannot tell", why));
    }

    void untold(String why) {
        untoldCalls++;
        add(untold, new Row("-", "-", "-", "cannot tell", why));
    }

    private static Row row(RecordedCall call, String to, String why) {
        return new Row(call.caller().member(), Calls.text(call), call.decided().text(), to, why);
    }

    private static void add(Map<Row, Long> rows, Row row) {
        if (rows.size() < MOST || rows.containsKey(row)) {
            rows.merge(row, 1L, Long::sum);
        }
    }

    boolean hasChanges() {
        return changedCalls > 0;
    }

    long all() {
        return same + changedCalls + untoldCalls;
    }

    void print(Console console) {
        print(changed, console, true);
        print(untold, console, false);
        print(shadowed, console, false);
        if (passedOver > 0) {
            console.line(Console.many(passedOver, "request")
                    + " ended before the policy was asked, or asked for no call, and cannot be put to it.");
        }
        if (shadowedCalls > 0) {
            console.line(Console.many(shadowedCalls, "call") + " of those as recorded would be denied in shadow.");
        }
        if (renamed > 0) {
            console.line(Console.many(renamed, "call") + " of those as recorded would be granted by a grant of another"
                    + " name: look at its limits, guards and filters.");
        }
        var summary = Console.many(all(), "call") + ": " + same + " as recorded, " + changedCalls + " otherwise ("
                + Console.many(callers.size(), "caller") + "), " + untoldCalls + " that the record cannot tell";
        if (hasChanges()) {
            console.bad(summary);
        } else if (untoldCalls > 0) {
            console.doubtful(summary);
        } else {
            console.good(summary);
        }
    }

    private static void print(Map<Row, Long> rows, Console console, boolean isChange) {
        rows.entrySet().stream()
                .sorted(Map.Entry.<Row, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(SHOWN)
                .forEach(entry -> {
                    var row = entry.getKey();
                    var text = Console.cell("%8d  %s  %s: %s -> %s%s"
                            .formatted(
                                    entry.getValue(),
                                    row.caller(),
                                    row.call(),
                                    row.from(),
                                    row.to(),
                                    row.why().isEmpty() ? "" : " (" + row.why() + ")"));
                    if (isChange) {
                        console.bad(text);
                    } else {
                        console.doubtful(text);
                    }
                });
        if (rows.size() > SHOWN) {
            console.line("… and " + (rows.size() - SHOWN) + " more rows (--each lists every call)");
        }
    }
}
