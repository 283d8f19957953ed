package io.sagegate.cli.audit;

import io.sagegate.audit.protocol.Breach;
import io.sagegate.audit.protocol.Protocol;
import io.sagegate.cli.console.Console;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/// Holds the lines that a command reads against the protocol of the gateway, where that is asked for.
final class ProtocolCheck {
    /// Most breaches that are kept: more would help no reader.
    private static final int KEPT = 10_000;

    @Option(
            names = "--rules",
            description = "Replay the protocol: decided, attempted, completed once, charged as held, and so on.")
    private boolean rules;

    private final Protocol protocol = new Protocol();
    private final List<Found> found = new ArrayList<>();
    private long total;

    private record Found(String file, long line, Breach breach) {
        String text() {
            return file + ":" + line + ": " + breach.rule().code() + ": " + breach.detail() + " (chain "
                    + breach.chain().substring(0, Math.min(8, breach.chain().length())) + ", sequence "
                    + breach.sequence() + ", request " + breach.request() + ")";
        }
    }

    void accept(String file, byte[] line, long number) {
        if (!rules) {
            return;
        }
        for (var breach : protocol.accept(line)) {
            total++;
            if (found.size() < KEPT) {
                found.add(new Found(file, number, breach));
            }
        }
    }

    /// Tells the result, and whether every rule was kept.
    ///
    /// @param most how many breaches to show
    boolean told(Console console, int most) {
        if (!rules) {
            return true;
        }
        found.stream().limit(most).forEach(each -> console.bad(each.text()));
        if (total > most) {
            console.line("… and " + (total - most) + " more breaches of rules");
        }
        if (total > 0) {
            console.bad("RULES BROKEN: " + total + (total == 1 ? " breach in " : " breaches in ") + extent());
            return false;
        }
        console.good("rules kept: " + extent());
        return true;
    }

    private String extent() {
        var extent = protocol.extent();
        return extent.lines() + " lines"
                + counted(extent.open(), "open at the end")
                + counted(extent.overtaken(), "of them overtaken")
                + counted(extent.unseen(), "attempted before the first line")
                + counted(extent.unread(), "unreadable or out of order");
    }

    private static String counted(long number, String what) {
        return number == 0 ? "" : ", " + number + " " + what;
    }
}
