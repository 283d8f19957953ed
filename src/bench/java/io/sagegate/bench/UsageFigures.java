package io.sagegate.bench;

import io.sagegate.cli.MadeUpMonth;
import io.sagegate.limits.MemoryUsageStore;
import java.io.FileOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The cost of `sagegate usage report` over a month of so many made-up calls as the argument says (200,000),
/// and whether its sum is the usage table's. 515,000 calls make a million lines.
///
/// `mvn -Pbench -Dbench.main=io.sagegate.bench.UsageFigures -Dbench.args=515000`
public final class UsageFigures {
    private static final Pattern TOTAL = Pattern.compile("\"total\" : \\{.*?\"usd\" : \"([0-9.]+)\"", Pattern.DOTALL);

    private UsageFigures() {}

    public static void main(String[] args) throws Exception {
        var calls = args.length == 0 ? 200_000 : Integer.parseInt(args[0]);
        var directory = Files.createDirectories(Path.of("target", "bench"));
        var file = directory.resolve("month.log");
        BigDecimal charged;
        try (var out = new FileOutputStream(file.toFile())) {
            var month = new MadeUpMonth(new MemoryUsageStore(), out);
            month.write(calls);
            charged = BigDecimal.valueOf(month.charged(), 9);
        }
        long lines;
        try (var all = Files.lines(file)) {
            lines = all.count();
        }
        System.out.printf(Locale.ROOT, "%n%,d calls, %,d lines, %,d MB%n", calls, lines, Files.size(file) / 1_000_000);
        var json = report(file, directory, "--format", "json");
        var total = TOTAL.matcher(json);
        var sum = total.find() ? new BigDecimal(total.group(1)) : BigDecimal.ZERO;
        var csv = dollars(report(file, directory, "--by", "tag:team,caller,day", "--format", "csv"));
        System.out.printf(
                "report %s USD, its CSV %s USD, usage table %s USD: %s%n",
                sum, csv, charged, sum.compareTo(charged) == 0 && csv.compareTo(charged) == 0 ? "equal" : "NOT EQUAL");
        var page = directory.resolve("usage.html").toString();
        report(file, directory, "--format", "json", "--verify", "--html", page);
        Files.delete(file);
    }

    /// The sum of the last column.
    private static BigDecimal dollars(String csv) {
        return csv.lines()
                .skip(1)
                .map(row -> new BigDecimal(row.substring(row.lastIndexOf(',') + 1)))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static String report(Path file, Path directory, String... options)
            throws IOException, InterruptedException {
        var output = directory.resolve("report.json");
        var command = new ArrayList<>(List.of("usage", "report", file.toString()));
        command.addAll(List.of(options));
        CommandRun.print(command, output);
        return Files.readString(output);
    }
}
