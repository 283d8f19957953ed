package io.sagegate.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// The report: printed as it grows, and kept in a file.
final class Report {
    private static final String SHARES = "| %-22s | %6s | %6s | %6s | %6s | %6s |";

    private final Path file;
    private final List<String> lines = new ArrayList<>();
    private final Map<String, Figures> rows = new LinkedHashMap<>();

    Report(Path file) {
        this.file = file;
    }

    void line(String text) throws IOException {
        System.out.println(text);
        lines.add(text);
        Files.write(file, lines);
    }

    void heading() throws IOException {
        line("");
        line(columns("", "cold, ms", "early, µs", "warm, µs", "MB", "p50, ms", "p99, ms", "first, ms", "stream, ms"));
        line("|---|---|---|---|---|---|---|---|---|");
    }

    /// @param direct the direct call, over which time is told
    void row(String name, Figures figures, Figures direct) throws IOException {
        rows.put(name, figures);
        line(columns(
                name,
                number("%.0f", figures.firstMillis()),
                number("%.0f", figures.earlyMicros()),
                number("%.0f", figures.warmMicros()),
                number("%.0f", figures.megabytes()),
                number("%.2f", figures.p50() - direct.p50()),
                number("%.2f", figures.p99() - direct.p99()),
                number("%.2f", figures.firstToken() - direct.firstToken()),
                number("%.1f", figures.streamMillis())));
    }

    /// One way's figures as shares of each other's: below 1, it takes less.
    void shares(String name) throws IOException {
        if (rows.containsKey(name)) {
            shares(name, Objects.requireNonNull(rows.get(name)));
        }
    }

    private void shares(String name, Figures own) throws IOException {
        line("");
        line("%s as a share of each, CPU and memory:%n".formatted(name));
        line(SHARES.formatted("", "cold", "early", "warm", "memory", "stream"));
        line("|---|---|---|---|---|---|");
        for (var row : rows.entrySet()) {
            var other = row.getValue();
            line(SHARES.formatted(
                    row.getKey(),
                    number("%.2f", own.firstMillis() / other.firstMillis()),
                    number("%.2f", own.earlyMicros() / other.earlyMicros()),
                    number("%.2f", own.warmMicros() / other.warmMicros()),
                    number("%.2f", own.megabytes() / other.megabytes()),
                    number("%.2f", own.streamMillis() / other.streamMillis())));
        }
    }

    /// A line of a Markdown table that can be read as it is printed.
    private static String columns(Object... values) {
        return "| %-22s | %8s | %9s | %8s | %6s | %9s | %9s | %9s | %10s |".formatted(values);
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }
}
