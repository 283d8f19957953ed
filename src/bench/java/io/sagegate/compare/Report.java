package io.sagegate.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The report: printed as it grows, and kept in a file.
final class Report {
    /// A Markdown table that can be read as it is printed.
    private static final String COLUMNS = "| %-22s | %8s | %9s | %8s | %6s | %9s | %9s | %9s | %10s |";

    private final Path file;
    private final List<String> lines = new ArrayList<>();

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

    private static String columns(Object... values) {
        return COLUMNS.formatted(values);
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }
}
