package io.sagegate.cli.usage;

import io.sagegate.cli.console.Console;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A report as a person reads it in a terminal.
final class TextTable implements Format.Writing {
    private static final List<String> NUMBERS = List.of("calls", "refused", "tokens in", "cached", "tokens out", "USD");
    private static final int WIDEST = 60;

    @Override
    public boolean isForPrograms() {
        return false;
    }

    @Override
    public void write(Report report, Console console) {
        var names = report.groups().by().stream().map(Dimension::name).toList();
        var lines = new ArrayList<List<String>>();
        lines.add(line(names, NUMBERS));
        report.groups().rows().forEach(row -> lines.add(line(texts(row.key()), numbers(row.totals()))));
        var total = new ArrayList<>(names.stream().map(_ -> "").toList());
        if (!total.isEmpty()) {
            total.set(0, "total");
        }
        lines.add(line(total, numbers(report.groups().total())));
        print(lines, names.size(), console);
    }

    private static void print(List<List<String>> lines, int names, Console console) {
        var widths = new int[lines.getFirst().size()];
        for (var line : lines) {
            for (var i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        for (var row = 0; row < lines.size(); row++) {
            var text = new StringBuilder();
            for (var i = 0; i < widths.length; i++) {
                var side = i < names ? "%-" : "%";
                text.append(i == 0 ? "" : "  ")
                        .append((side + widths[i] + "s")
                                .formatted(lines.get(row).get(i)));
            }
            if (row == 0 || row == lines.size() - 1) {
                console.strong(text.toString().stripTrailing());
            } else {
                console.line(text.toString().stripTrailing());
            }
        }
    }

    private static List<String> line(List<String> names, List<String> numbers) {
        var line = new ArrayList<>(names);
        line.addAll(numbers);
        return line;
    }

    private static List<String> texts(List<String> key) {
        return key.stream().map(TextTable::text).toList();
    }

    private static String text(String value) {
        var text = value.isEmpty() ? "-" : Console.cell(value);
        return text.length() <= WIDEST ? text : text.substring(0, WIDEST - 1) + "…";
    }

    private static List<String> numbers(Totals totals) {
        return List.of(
                grouped(totals.calls()),
                grouped(totals.refusals()),
                grouped(totals.input()),
                grouped(totals.cached()),
                grouped(totals.output()),
                totals.dollars());
    }

    static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
