package io.sagegate.cli.usage;

import io.sagegate.cli.console.Console;
import java.util.List;

/// A report as one page that needs nothing else: no script, no font, no picture from anywhere.
final class HtmlPage {
    /// Rows that a page shows: more are for a program, and a browser would be slow.
    private static final int MOST_ROWS = 1_000;

    private static final int TOP = 20;
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Sagegate usage</title>
            <style>
            :root { color-scheme: light dark; --bar: #2f6db5; --line: #8884; --bad: #b3261e; --good: #1b7f3b }
            @media (prefers-color-scheme: dark) { :root { --bar: #7fb2ec; --bad: #ff8a80; --good: #7ddb98 } }
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem }
            h1 { margin-bottom: 0 } h2 { margin-top: 2rem }
            .sums { display: flex; flex-wrap: wrap; gap: 2rem; margin: 1rem 0 }
            .sums b { display: block; font-size: 1.5rem; overflow-wrap: anywhere }
            svg { width: 100%; height: auto } svg rect { fill: var(--bar) } svg text { fill: currentColor }
            .scroll { overflow-x: auto } table { border-collapse: collapse; width: 100% }
            th, td { padding: .25rem .6rem; text-align: right; border-bottom: 1px solid var(--line) }
            .name { text-align: left; overflow-wrap: anywhere }
            .share { width: 30% } .share span { display: block; height: .8rem; background: var(--bar) }
            .good { color: var(--good) } .bad { color: var(--bad); font-weight: bold }
            </style>
            </head>
            <body>
            """;

    private final StringBuilder out = new StringBuilder(HEAD);

    private HtmlPage() {}

    /// @param days sums by day or month
    /// @param callers sums by caller
    static String of(Report report, Groups days, Groups callers) {
        var page = new HtmlPage();
        page.head(report, callers);
        page.out.append(Bars.of(days));
        page.callers(callers.rows());
        page.rows(report.groups());
        page.raises(report.raises());
        return page.out.append("</body>\n</html>\n").toString();
    }

    private void head(Report report, Groups callers) {
        var total = report.groups().total();
        out.append("<h1>Sagegate usage</h1>\n<p>")
                .append(text(span(report.period())))
                .append("</p>\n");
        out.append("<p id=\"basis\" class=\"")
                .append(report.isDoubtful() ? "bad" : report.check().isPresent() ? "good" : "")
                .append("\">")
                .append(text(report.basis()))
                .append("</p>\n<div class=\"sums\">");
        sum("USD", total.dollars());
        sum("calls", TextTable.grouped(total.calls()));
        sum("refused", TextTable.grouped(total.refusals()));
        sum("tokens in", TextTable.grouped(total.input()));
        sum("of them cached", TextTable.grouped(total.cached()));
        sum("tokens out", TextTable.grouped(total.output()));
        sum("callers", TextTable.grouped(callers.rows().size()));
        out.append("</div>\n");
    }

    private static String span(Period period) {
        return period.isAll() ? "All that is on record." : period.from() + " to " + period.until();
    }

    private void sum(String name, String value) {
        out.append("<div>").append(name).append("<b>").append(value).append("</b></div>");
    }

    private void callers(List<Groups.Row> rows) {
        out.append(
                "<h2>Top callers</h2>\n<div class=\"scroll\"><table id=\"callers\">\n<tr><th class=\"name\">caller</th>"
                        + "<th>calls</th><th>refused</th><th>USD</th><th class=\"share\"></th></tr>\n");
        var measure = Measure.of(rows);
        var most = rows.stream().mapToDouble(measure::of).max().orElse(0);
        for (var row : rows.subList(0, Math.min(TOP, rows.size()))) {
            var percent = most == 0 ? 0 : Math.round(100 * measure.of(row) / most);
            out.append("<tr>");
            name(row.key().getFirst());
            number(row.totals().calls());
            number(row.totals().refusals());
            out.append("<td>").append(row.totals().dollars()).append("</td>");
            out.append("<td class=\"share\"><span style=\"width:")
                    .append(percent)
                    .append("%\"></span></td></tr>\n");
        }
        out.append("</table></div>\n");
    }

    private void rows(Groups groups) {
        var rows = groups.rows();
        var names = groups.by().stream().map(Dimension::name).toList();
        out.append("<h2>By ").append(text(String.join(", ", names))).append("</h2>\n");
        if (rows.size() > MOST_ROWS) {
            out.append("<p>The first " + MOST_ROWS + " of ").append(rows.size()).append(" rows.</p>\n");
        }
        out.append("<div class=\"scroll\"><table id=\"rows\">\n<tr>");
        names.forEach(
                name -> out.append("<th class=\"name\">").append(text(name)).append("</th>"));
        out.append(
                "<th>calls</th><th>refused</th><th>tokens in</th><th>cached</th><th>tokens out</th><th>USD</th></tr>\n");
        for (var row : rows.subList(0, Math.min(MOST_ROWS, rows.size()))) {
            out.append("<tr>");
            row.key().forEach(this::name);
            numbers(row.totals());
            out.append("</tr>\n");
        }
        out.append("</table></div>\n");
    }

    private void raises(Raises raises) {
        if (raises.calls().isEmpty()) {
            return;
        }
        out.append("<h2>Raised limits</h2>\n<ul id=\"raises\">\n");
        raises.calls()
                .forEach((limit, calls) -> out.append("<li>")
                        .append(text(limit))
                        .append(": ")
                        .append(Console.many(calls, "call"))
                        .append("</li>\n"));
        out.append("</ul>\n");
    }

    private void numbers(Totals totals) {
        number(totals.calls());
        number(totals.refusals());
        number(totals.input());
        number(totals.cached());
        number(totals.output());
        out.append("<td>").append(totals.dollars()).append("</td>");
    }

    private void name(String value) {
        out.append("<td class=\"name\">")
                .append(value.isEmpty() ? "-" : text(value))
                .append("</td>");
    }

    private void number(long number) {
        out.append("<td>").append(TextTable.grouped(number)).append("</td>");
    }

    /// A name is text, whatever its caller chose.
    static String text(String value) {
        return Console.cell(value)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
