package io.sagegate.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Sagegate beside the direct call, hand-written functions, Portkey's gateway and Spring's, in one run against one
/// upstream.
///
/// `mvn -Pbench -Dbench.main=io.sagegate.compare.Comparison -Dbench.args="cold-starts warm-up calls streams
/// [part-of-a-name]"`, default `3 3000 1000 100`. The report is kept in `target/compare/comparison.txt`.
public final class Comparison {
    private static final Path HOME = Path.of("target", "compare");

    private final Measurement measurement;
    private final Report report;

    private Comparison(Measurement measurement, Report report) {
        this.measurement = measurement;
        this.report = report;
    }

    public static void main(String[] args) throws Exception {
        var measurement = new Measurement(
                number(args, 0, 3), number(args, 1, 3_000), number(args, 2, 1_000), number(args, 3, 100));
        var only = args.length > 4 ? args[4] : "";
        // The JDK's own server, which plays model and SageMaker here, holds small writes back otherwise.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        Files.createDirectories(HOME);
        var report = new Report(HOME.resolve("comparison.txt"));
        try (var upstream = Upstream.start(HOME)) {
            new Comparison(measurement, report).run(upstream, only);
        }
        System.exit(0);
    }

    private static int number(String[] args, int index, int otherwise) {
        return args.length > index ? Integer.parseInt(args[index]) : otherwise;
    }

    private void run(Upstream upstream, String only) throws IOException, InterruptedException {
        var begun = System.nanoTime();
        report.line("Comparison of " + Instant.now().truncatedTo(ChronoUnit.MINUTES) + ", "
                + Runtime.getRuntime().availableProcessors() + " cores, Java " + System.getProperty("java.version")
                + ", Node " + Builds.node());
        report.line(measurement.colds() + " cold starts; " + measurement.calls() + " calls after "
                + measurement.warmUp() + "; " + measurement.streams() + " streams of " + Job.TOKENS + " tokens after "
                + measurement.streams() + ".");
        var contenders = contenders(upstream);
        report.heading();
        var direct = measurement.of(upstream.direct());
        for (var contender : contenders) {
            if (contender.name().contains(only)) {
                row(contender, direct);
            }
        }
        report.shares("Sagegate");
        report.line(String.format(
                Locale.ROOT,
                "%nThe direct call: p50 %.2f ms, p99 %.2f ms, first token %.2f ms.",
                direct.p50(),
                direct.p99(),
                direct.firstToken()));
        report.line("It took %.1f minutes.".formatted((System.nanoTime() - begun) / 6e10));
        report.line("");
        for (var contender : contenders) {
            report.line("- " + contender.name() + " leaves out " + contender.leavesOut());
        }
    }

    /// One way that fails does not take the others' figures along.
    private void row(Contender contender, Figures direct) throws IOException, InterruptedException {
        try {
            report.row(contender.name(), measurement.of(contender), direct);
        } catch (IOException e) {
            report.line(contender.name() + " could not be measured: " + e.getMessage());
        }
    }

    private List<Contender> contenders(Upstream upstream) throws IOException, InterruptedException {
        var builds = new Builds(HOME);
        var functions = new Functions(upstream, HOME, builds.maven("lambda"));
        var servers = new Servers(upstream, HOME.toAbsolutePath());
        List<Contender> all = new ArrayList<>(List.of(
                functions.handwritten("empty function", "EmptyFunction", "everything, the model too"),
                functions.handwritten("bare SDK function", "BareFunction", "everything but the call"),
                functions.sagegate(),
                functions.ownLoop(),
                functions.handwritten(
                        "typical function",
                        "TypicalFunction",
                        "traces, streams, conditions, refunds, a verifiable record")));
        var portkey = builds.portkey();
        if (portkey.isPresent()) {
            all.add(servers.portkeySageMaker(portkey.get()));
            all.add(servers.portkeyOpenAi(portkey.get()));
        } else {
            report.line("Portkey is left out: it needs Node 20 or newer, and npm to install it; builds.log says more.");
        }
        all.add(servers.spring(builds.maven("spring")));
        return all;
    }
}
