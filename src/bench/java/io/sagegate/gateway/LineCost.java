package io.sagegate.gateway;

import static io.sagegate.gateway.LineOfGateway.grant;

import io.sagegate.audit.ocsf.AuditSource;
import io.sagegate.audit.ocsf.OcsfWriter;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;

/// The CPU time of one call through the whole line and both of its audit lines, without network and table: plain, with
/// limits and prices, and with rules in shadow.
///
/// `mvn -Pbench -Dbench.main=io.sagegate.gateway.LineCost`
public final class LineCost {
    private static final String BODY = "{\"prompt\":\"hi\",\"max_tokens\":500}";
    private static final String STATED = "{\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":5}}";
    private static final int WARM = 20_000;
    private static final int MEASURED = 20_000;

    private LineCost() {}

    public static void main(String[] args) {
        var limits = List.<Object>of("1000000000 requests per day", "1000000 USD per month");
        var prices = List.of(Map.of("price", "0.000001 USD per 1000 tokens"));
        print("plain", new LineOfGateway(grant()));
        print("limits and prices", new LineOfGateway(grant("limits", limits, "prices", prices)));
        var shadow = List.<Object>of(
                "1000000000 requests per day", Map.of("limit", "1000000000 tokens per day", "enforce", "shadow"));
        var guard = Map.of("name", "g", "rules", Map.of("maxPromptCharacters", 1L, "enforce", "shadow"));
        print("limit and guard in shadow", new LineOfGateway(grant("limits", shadow, "guard", guard)));
    }

    private static void print(String name, LineOfGateway line) {
        var writer = new OcsfWriter(new AuditSource("111122223333", "us-east-1", "bench"));
        line.answers = _ -> LineOfGateway.answer(STATED);
        line.written = event -> writer.draft(event);
        run(line, WARM);
        var best = Double.MAX_VALUE;
        for (var i = 0; i < 5; i++) {
            var before = cpu();
            run(line, MEASURED);
            best = Math.min(best, (cpu() - before) / 1_000.0 / MEASURED);
        }
        System.out.printf("%-28s %8.1f µs of CPU a call%n", name, best);
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void run(LineOfGateway line, int calls) {
        for (var i = 0; i < calls; i++) {
            line.whole(line.request("invocations", BODY, "content-type", "application/json"));
            line.record.clear();
            line.calls.clear();
            line.permits.clear();
        }
    }
}
