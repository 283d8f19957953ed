package io.sagegate.filters;

import io.sagegate.policy.obligation.ResponseRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Prints what the filters find, what they cost and what they hold back:
/// `mvn -q -Pbench -Dbench.main=io.sagegate.filters.FilterReport`.
public final class FilterReport {
    private static final String TALE = "Once upon a time there was a miller who was poor but had a beautiful daughter. "
            + "Now it happened that he had to go and speak to the king on 23 November, room 42, at 10:30. ";

    private FilterReport() {}

    public static void main(String[] args) throws FilterException {
        System.out.println(
                DetectorReport.of(new DetectorCorpus().samples(2_000)).table());
        var kinds = Rules.ALL_KINDS;
        var custom = Rules.of(
                Map.of("mask", List.of("email", "phone", "card", "iban", "us-ssn")),
                Map.of("pattern", "ACME-\\d{8}", "with", "***"));
        for (var round = 0; round < 5; round++) {
            stream("all kinds", kinds, round == 4);
            stream("five kinds and an expression", custom, round == 4);
            whole(kinds, round == 4);
        }
    }

    /// A chat of 2,000 tokens of four characters, one event each.
    private static void stream(String name, ResponseRules rules, boolean print) throws FilterException {
        var events = new ArrayList<byte[]>();
        var text = TALE.repeat(50);
        for (var i = 0; i + 4 <= text.length() && events.size() < 2_000; i += 4) {
            events.add(("data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
                            + text.substring(i, i + 4) + "\"},\"finish_reason\":null}]}\n\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
        var nanos = new long[events.size()];
        var held = new int[events.size()];
        var filter = ResponseFilter.of(rules, "text/event-stream");
        var plain = new MaskChain(rules.maskings());
        for (var i = 0; i < nanos.length; i++) {
            var begun = System.nanoTime();
            filter.push(events.get(i));
            nanos[i] = System.nanoTime() - begun;
            plain.push(text.substring(4 * i, 4 * i + 4), new StringBuilder());
            held[i] = plain.held();
        }
        if (print) {
            java.util.Arrays.sort(nanos);
            java.util.Arrays.sort(held);
            System.out.printf(
                    Locale.ROOT,
                    "%s: per event p50 %.1f us, p99 %.1f us; held back p50 %d, p99 %d, most %d characters%n",
                    name,
                    nanos[nanos.length / 2] / 1e3,
                    nanos[nanos.length * 99 / 100] / 1e3,
                    held[held.length / 2],
                    held[held.length * 99 / 100],
                    held[held.length - 1]);
        }
    }

    private static void whole(ResponseRules rules, boolean print) throws FilterException {
        var body = ("{\"text\":\"" + TALE.repeat(6_000) + "\"}").getBytes(StandardCharsets.UTF_8);
        var begun = System.nanoTime();
        ResponseFilter.whole(rules, "application/json", body);
        var seconds = (System.nanoTime() - begun) / 1e9;
        if (print) {
            System.out.printf(
                    Locale.ROOT,
                    "all kinds, whole JSON of %d bytes: %.1f MB/s%n",
                    body.length,
                    body.length / 1e6 / seconds);
        }
    }
}
