package io.sagegate.filters.body;

import io.sagegate.filters.FilterException;
import io.sagegate.filters.Rules;
import io.sagegate.filters.detect.DetectorCorpus;
import io.sagegate.filters.detect.DetectorReport;
import io.sagegate.filters.mask.MaskChain;
import io.sagegate.policy.obligation.ResponseRules;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Prints what the filters find, what they cost and what they hold back:
/// `mvn -q -Pbench -Dbench.main=io.sagegate.filters.body.FilterReport`.
public final class FilterReport {
    private static final String TALE = "Once upon a time there was a miller who was poor but had a beautiful daughter. "
            + "Now it happened that he had to go and speak to the king on 23 November, room 42, at 10:30. ";

    private static final String CARD = "It cost 4111 1111 1111 1111. ";
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private FilterReport() {}

    public static void main(String[] args) throws FilterException {
        System.out.println(
                DetectorReport.of(new DetectorCorpus().samples(2_000)).table());
        var kinds = Rules.ALL_KINDS;
        var custom = Rules.of(
                Map.of("mask", List.of("email", "phone", "card", "iban", "us-ssn")),
                Map.of("pattern", "ACME-\\d{8}", "with", "***"));
        for (var round = 0; round < 5; round++) {
            stream("all kinds", kinds, "content", round == 4);
            stream("five kinds and an expression", custom, "content", round == 4);
            stream("all kinds, a name that is not known", kinds, "unheard_of", round == 4);
        }
        for (var repeats : List.of(4_000, 8_000, 16_000)) {
            whole("a tale", "{\"text\":\"" + TALE.repeat(repeats) + "\"}", kinds);
            whole(
                    "messages",
                    "[" + ("{\"role\":\"assistant\",\"content\":\"" + TALE + "\"},").repeat(repeats) + "0]",
                    kinds);
            whole("a tale with cards", "{\"text\":\"" + (TALE.repeat(9) + CARD).repeat(repeats / 10) + "\"}", kinds);
            whole("one long word", "{\"text\":\"" + "abcdefgh".repeat(repeats * 20) + "\"}", kinds);
            whole("digits", "{\"text\":\"" + "4111-2 ".repeat(repeats * 20) + "\"}", kinds);
            whole("at-signs", "{\"text\":\"" + "a.b@c ".repeat(repeats * 20) + "\"}", kinds);
        }
    }

    /// A chat of 2,000 tokens of four characters, one event each.
    private static void stream(String name, ResponseRules rules, String member, boolean print) throws FilterException {
        var events = new ArrayList<byte[]>();
        var text = TALE.repeat(50);
        for (var i = 0; i + 4 <= text.length() && events.size() < 2_000; i += 4) {
            events.add(("data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"" + member + "\":\""
                            + text.substring(i, i + 4) + "\"},\"finish_reason\":null}]}\n\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
        var nanos = new long[events.size()];
        var held = new int[events.size()];
        var silent = 0;
        var longest = 0;
        var filter = ResponseFilter.of(rules, "text/event-stream");
        var plain = new MaskChain(rules.maskings());
        for (var i = 0; i < nanos.length; i++) {
            var begun = System.nanoTime();
            silent = filter.push(events.get(i)).length == 0 ? silent + 1 : 0;
            nanos[i] = System.nanoTime() - begun;
            longest = Math.max(longest, silent);
            plain.push(text.substring(4 * i, 4 * i + 4), new StringBuilder());
            held[i] = plain.held();
        }
        if (print) {
            java.util.Arrays.sort(nanos);
            java.util.Arrays.sort(held);
            System.out.printf(
                    Locale.ROOT,
                    "%s: per event p50 %.1f us, p99 %.1f us; held back p50 %d, p99 %d, most %d characters; at most %d"
                            + " events wait%n",
                    name,
                    nanos[nanos.length / 2] / 1e3,
                    nanos[nanos.length * 99 / 100] / 1e3,
                    held[held.length / 2],
                    held[held.length * 99 / 100],
                    held[held.length - 1],
                    longest);
        }
    }

    /// CPU time, so that a busy machine does not show; the best of five.
    private static void whole(String name, String json, ResponseRules rules) throws FilterException {
        var body = json.getBytes(StandardCharsets.UTF_8);
        var best = Long.MAX_VALUE;
        for (var round = 0; round < 5; round++) {
            var begun = THREADS.getCurrentThreadCpuTime();
            ResponseFilter.whole(rules, "application/json", body);
            best = Math.min(best, THREADS.getCurrentThreadCpuTime() - begun);
        }
        System.out.printf(
                Locale.ROOT,
                "all kinds, whole JSON, %s, %d bytes: %.1f ms of CPU, %.1f MB/s%n",
                name,
                body.length,
                best / 1e6,
                body.length * 1e3 / best);
    }
}
