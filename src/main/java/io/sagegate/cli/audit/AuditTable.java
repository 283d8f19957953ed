package io.sagegate.cli.audit;

import io.sagegate.cli.console.Console;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Audit lines as a table, one row each; denials red, failures yellow.
final class AuditTable {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final String FORMAT = "%-23s  %-7s  %-22s  %-40s  %-20s  %6s  %7s  %s";

    private final Console console;
    private boolean hasHeading;

    AuditTable(Console console) {
        this.console = console;
    }

    /// Prints the heading once, at the latest with the first row.
    void heading() {
        if (hasHeading) {
            return;
        }
        hasHeading = true;
        console.strong(FORMAT.formatted("time", "action", "reason", "caller", "endpoint", "status", "ms", "request"));
    }

    void row(AuditRecord line) {
        heading();
        var text = FORMAT.formatted(
                TIME.format(line.time()),
                line.isAttempt() ? "attempt" : cut(line.text("action"), 7),
                cut(line.isAttempt() ? "" : line.text("status_code"), 22),
                cut(line.text("actor/user/uid"), 40),
                cut(line.text("resources/0/name"), 20),
                cut(line.text("http_response/code"), 6),
                line.isAttempt() ? "" : cut(line.text("duration"), 18),
                cut(line.request(), 128));
        if (line.isAttempt()) {
            console.line(text);
        } else if (!line.isAllowed()) {
            console.bad(text);
        } else if (line.text("status").equals("Failure")) {
            console.doubtful(text);
        } else {
            console.good(text);
        }
    }

    private static String cut(String whole, int width) {
        var text = Console.cell(whole);
        return text.length() <= width ? text : text.substring(0, width - 1) + "…";
    }
}
