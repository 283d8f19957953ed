package io.sagegate.filters.guard;

import io.sagegate.policy.document.ObligationReader;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicySyntaxException;
import io.sagegate.policy.obligation.RequestRules;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Prints what a guard costs on bodies of 5 MB made to be dear:
/// `mvn -q -Pbench -Dbench.main=io.sagegate.filters.guard.GuardReport`.
public final class GuardReport {
    private static final int BYTES = 5_000_000;
    private static final int ROUNDS = 3;
    private static final String TALE =
            "Once upon a time there was a miller who was poor but had a beautiful daughter. ";
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private GuardReport() {}

    public static void main(String[] args) throws PolicySyntaxException {
        var rules = ObligationReader.guard(
                "bench",
                new PolicyNode(
                        Map.of(
                                "deny",
                                List.of("(?i)ignore (all )?previous instructions", "(?i)forbidden phrase"),
                                "maxPromptCharacters",
                                100_000_000L),
                        "guards.bench"));
        var shapes = new LinkedHashMap<String, String>();
        shapes.put("prose, one text", one(TALE.repeat(BYTES / TALE.length())));
        shapes.put("prose, a message for each sentence", messages(TALE));
        shapes.put(
                "prose, an instance for each sentence",
                "{\"instances\":[" + repeat("{\"q\":\"" + TALE + "\"},") + "0]}");
        shapes.put("empty texts", texts("\"\","));
        shapes.put("texts of one letter", texts("\"a\","));
        shapes.put("texts of one space", texts("\" \","));
        shapes.put("objects with nothing in them", texts("{\"\":\"\"},"));
        shapes.put("lists in lists", texts("[[]],"));
        shapes.put("different short names", names());
        shapes.put("nothing but spaces", one(" ".repeat(BYTES)));
        shapes.put("nothing but percent notation", one("%20".repeat(BYTES / 3)));
        shapes.put("nothing but invisible characters", one("\u200b".repeat(BYTES / 3)));
        shapes.put("nothing but tags", one("\udb40\udc66".repeat(BYTES / 4)));
        shapes.put("tags in percent notation among prose", one("%20a\udb40\udc66 ".repeat(BYTES / 9)));
        shapes.put(
                "the same in messages, beside another text",
                messages("%20a\udb40\udc66 ".repeat(10)).replace("{}]", "{}],\"suffix\":\"x\""));
        for (var shape : shapes.entrySet()) {
            cost(shape.getKey(), rules, shape.getValue().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String repeat(String part) {
        return part.repeat(Math.max(1, BYTES / part.length()));
    }

    private static String texts(String part) {
        return "{\"prompt\":[" + repeat(part) + "\"\"]}";
    }

    private static String one(String text) {
        return "{\"prompt\":\"" + text + "\"}";
    }

    private static String messages(String text) {
        return "{\"messages\":[" + repeat("{\"role\":\"user\",\"content\":\"" + text + "\"},") + "{}]}";
    }

    private static String names() {
        var body = new StringBuilder("{\"prompt\":\"a\"");
        for (var i = 0; body.length() < BYTES; i++) {
            body.append(",\"")
                    .append(Integer.toString(i, 36))
                    .append("\":\"")
                    .append(i)
                    .append('"');
        }
        return body.append('}').toString();
    }

    /// CPU time, so that a busy machine does not show; the best of some rounds.
    private static void cost(String name, RequestRules rules, byte[] body) {
        var best = Long.MAX_VALUE;
        var refused = "";
        for (var round = 0; round < ROUNDS; round++) {
            var begun = THREADS.getCurrentThreadCpuTime();
            refused = RequestGuard.check(rules, "application/json", body)
                    .map(refusal -> ", " + refusal.reason().code())
                    .orElse("");
            best = Math.min(best, THREADS.getCurrentThreadCpuTime() - begun);
        }
        System.out.printf(
                Locale.ROOT,
                "%s, %d bytes: %.0f ms of CPU, %.1f MB/s%s%n",
                name,
                body.length,
                best / 1e6,
                body.length * 1e3 / best,
                refused);
    }
}
