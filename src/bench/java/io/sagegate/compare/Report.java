package io.sagegate.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The report: printed as it grows, and kept in a file.
final class Report {
    private static final String COLUMNS = "%-24s %9s %9s %9s %7s %9s %9s %9s %9s";

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
        line(columns("", "cold CPU", "CPU after", "CPU warm", "memory", "added", "added", "1st token", "CPU of a"));
        line(columns("", "ms", "500, µs", "µs", "MB", "p50, ms", "p99, ms", "added, ms", "stream, ms"));
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
        return COLUMNS.formatted(values).stripTrailing();
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }
}
