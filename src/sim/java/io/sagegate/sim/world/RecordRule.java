package io.sagegate.sim.world;

import io.sagegate.audit.chain.ChainHead;
import io.sagegate.audit.chain.ChainReport;
import io.sagegate.audit.chain.ChainVerifier;
import java.util.HashMap;

/// The record: every chain verifies, each call has one completion or a named gap, and nobody sees what is hidden.
record RecordRule(World world) {
    void check() {
        var report = verified();
        var gaps = report.findings().stream()
                .filter(finding -> finding.kind() == ChainReport.Kind.NO_COMPLETION)
                .count();
        var lost = world.calls().stream()
                .filter(call -> call.attempts > 0 && call.completions == 0)
                .count();
        if (gaps != lost) {
            world.breach("every gap is named", "the verifier names " + gaps + ", there are " + lost);
        }
        world.calls().forEach(this::each);
    }

    private ChainReport verified() {
        var verifier = new ChainVerifier();
        world.table().items(World.USAGE).forEach((id, item) -> {
            if (id.startsWith("chain#")) {
                var head = item.get("hash");
                verifier.expect(new ChainHead(
                        id.substring("chain#".length()),
                        Effects.number(item, "sequence"),
                        head == null ? "" : head.value().toString()));
            }
        });
        var owners = new HashMap<String, Environment>();
        for (var environment : world.fleet().all()) {
            var number = 1;
            for (var line : environment.lines) {
                verifier.accept(environment.toString(), line.withoutEnd(), number++);
                var chain = chain(new String(line.bytes(), java.nio.charset.StandardCharsets.UTF_8));
                var other = owners.putIfAbsent(chain, environment);
                if (other != null && other != environment) {
                    world.breach("ids are unique", environment + " and " + other + " continue one chain");
                }
            }
        }
        var report = verifier.finish();
        report.findings().stream()
                // A table that is out of reach takes no head.
                .filter(finding -> finding.kind().isTampering() && finding.kind() != ChainReport.Kind.UNPUBLISHED)
                .forEach(finding -> world.breach("every chain verifies", finding.kind() + " " + finding.detail()));
        return report;
    }

    private static String chain(String line) {
        var at = line.lastIndexOf("\"chain\":{\"id\":\"") + "\"chain\":{\"id\":\"".length();
        return line.substring(at, line.indexOf('"', at));
    }

    private void each(Call call) {
        if (call.status > 0 && call.environment != null && call.completions != 1) {
            world.breach("one completion", call + " has " + call.completions);
        }
        if (call.completions > 1 || call.attempts > Math.max(1, call.route.size())) {
            world.breach("one completion", call + " has " + call.attempts + " attempts, " + call.completions);
        }
        var refused = call.status == 401
                || call.status == 403
                || (call.status == 429 && call.answer.contains("limit_exceeded"));
        // A limit of the second route may refuse what the first was too busy for.
        if (refused && (call.visit().isPresent() || call.attempts > (call.isNamed() ? 1 : 0))) {
            world.breach("nothing after a refusal", call + " was refused, and called the model");
        }
        if (call.status == 200 && call.visit().isPresent() && !call.isWhole() && !call.isCut()) {
            world.breach("a cut is seen", call + " ends as if it was whole");
        }
        if (call.status == 200 && call.visit().isEmpty()) {
            world.breach("no answer without a model", call.toString());
        }
        if (call.endpoint.equals(SimPolicy.SCORES) && call.answer.contains(Models.SECRET)) {
            world.breach("no filter is skipped", call + " shows what is hidden");
        }
        if (call.isNamed() && call.answer.contains("endpoint_") && !call.endpoint.equals(call.route.getLast())) {
            world.breach("the next route is tried", call + " ended at " + call.endpoint);
        }
        if (call.answer.contains("internal_error")) {
            world.breach("no surprise", call + " ended with internal_error");
        }
    }
}
