package io.sagegate.cli.usage;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/// Draws a bar for each day, or for each month where the days are too many to see.
final class Bars {
    /// Days that fit on a page's width.
    private static final int MOST_DAYS = 92;

    private static final int WIDTH = 1000;
    private static final int HEIGHT = 220;
    private static final int BASE = 190;
    private static final int TOP = 20;

    private Bars() {}

    /// @param days sums by day
    static String of(Groups days) {
        var daily = filled(days.rows());
        var monthly = daily.size() > MOST_DAYS || daily.isEmpty();
        var rows = monthly ? months(days.rows()) : daily;
        var measure = Measure.of(rows);
        var most = rows.stream().max(Comparator.comparingDouble(measure::of));
        var out = new StringBuilder("<h2>")
                .append(measure == Measure.USD ? "USD" : "Calls")
                .append(monthly ? " per month" : " per day")
                .append("</h2>\n");
        if (most.isEmpty()) {
            return out.append("<p>No call.</p>\n").toString();
        }
        out.append("<svg id=\"bars\" role=\"img\" viewBox=\"0 0 " + WIDTH + " " + HEIGHT + "\">\n")
                .append(label(0, TOP - 6, "start", "most: " + measure.text(most.get())))
                .append(label(0, HEIGHT - 10, "start", rows.getFirst().key().getFirst()))
                .append(label(WIDTH, HEIGHT - 10, "end", rows.getLast().key().getFirst()));
        var step = (double) WIDTH / rows.size();
        for (var i = 0; i < rows.size(); i++) {
            out.append(bar(rows.get(i), measure, measure.of(most.get()), i * step, step));
        }
        return out.append("</svg>\n").toString();
    }

    private static String bar(Groups.Row row, Measure measure, double most, double x, double step) {
        var height = most == 0 ? 0 : (BASE - TOP) * Math.max(0, measure.of(row)) / most;
        return String.format(
                Locale.ROOT,
                "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\"><title>%s: %s, %s calls</title></rect>%n",
                x,
                BASE - height,
                Math.min(step * 0.85, 60),
                height,
                HtmlPage.text(row.key().getFirst()),
                HtmlPage.text(measure.text(row)),
                TextTable.grouped(row.totals().calls()));
    }

    private static String label(int x, int y, String anchor, String text) {
        return "<text x=\"" + x + "\" y=\"" + y + "\" text-anchor=\"" + anchor + "\">" + HtmlPage.text(text)
                + "</text>\n";
    }

    /// With the days on which nothing was called; empty where there are too many days.
    private static List<Groups.Row> filled(List<Groups.Row> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        var known = new TreeMap<LocalDate, Totals>();
        rows.forEach(row -> known.put(LocalDate.parse(row.key().getFirst()), row.totals()));
        if (known.firstKey().plusDays(MOST_DAYS).isBefore(known.lastKey())) {
            return List.of();
        }
        var filled = new ArrayList<Groups.Row>();
        for (var day = known.firstKey(); !day.isAfter(known.lastKey()); day = day.plusDays(1)) {
            filled.add(new Groups.Row(List.of(day.toString()), known.getOrDefault(day, Totals.NONE)));
        }
        return filled;
    }

    private static List<Groups.Row> months(List<Groups.Row> rows) {
        var months = new TreeMap<String, Totals>();
        rows.forEach(row -> months.merge(row.key().getFirst().substring(0, 7), row.totals(), Totals::plus));
        return months.entrySet().stream()
                .map(month -> new Groups.Row(List.of(month.getKey()), month.getValue()))
                .toList();
    }
}
