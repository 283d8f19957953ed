package io.sagegate.cli.usage;

import io.sagegate.cli.console.Console;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A report as comma-separated values (RFC 4180), with a head and without totals.
final class Csv implements Format.Writing {
    private static final List<String> NUMBERS =
            List.of("calls", "refusals", "input_tokens", "cached_tokens", "output_tokens", "usd");

    /// The one text with such a beginning that is no formula.
    private static final Pattern NEGATIVE = Pattern.compile("-[0-9]+(?:[.][0-9]+)?");

    @Override
    public void write(Report report, Console console) {
        var head = new ArrayList<>(
                report.groups().by().stream().map(Dimension::name).toList());
        head.addAll(NUMBERS);
        console.line(line(head));
        for (var row : report.groups().rows()) {
            var cells = new ArrayList<>(row.key());
            var totals = row.totals();
            cells.addAll(List.of(
                    Long.toString(totals.calls()),
                    Long.toString(totals.refusals()),
                    Long.toString(totals.input()),
                    Long.toString(totals.cached()),
                    Long.toString(totals.output()),
                    totals.dollars()));
            console.line(line(cells));
        }
    }

    static String line(List<String> cells) {
        return cells.stream().map(Csv::cell).collect(Collectors.joining(","));
    }

    /// A caller's name must not become a formula of the spreadsheet that opens the file.
    private static String cell(String value) {
        var text = Console.cell(value);
        var safe = text.isEmpty()
                        || "=+-@'".indexOf(text.charAt(0)) < 0
                        || NEGATIVE.matcher(text).matches()
                ? text
                : "'" + text;
        return safe.contains(",") || safe.contains("\"") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
