package io.sagegate.cli.audit;

import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Console;
import io.sagegate.cli.console.Exit;
import io.sagegate.cli.console.Given;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `sagegate audit show`.
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Everything on record of one request, by either id that its answer carried:"
                + " x-request-id, or the way in's own (apigw-requestid, x-amzn-requestid).")
final class AuditShowCommand implements Callable<Integer> {
    private static final int BAR = 40;
    private static final String[][] FACTS = {
        {"time", "time"},
        {"caller", "actor/user/uid"},
        {"identity provider", "actor/idp/name"},
        {"token issuer", "actor/session/issuer"},
        {"session", "actor/session/uid"},
        {"from", "src_endpoint/ip"},
        {"refused issuer", "unmapped/refused_credential/issuer"},
        {"refused subject", "unmapped/refused_credential/subject"},
        {"refused audience", "unmapped/refused_credential/audiences/0"},
        {"refused key", "unmapped/refused_credential/key_id"},
        {"way in", "unmapped/entry"},
        {"way in's own id", "unmapped/event_request_id"},
        {"operation", "api/operation"},
        {"endpoint", "resources/0/name"},
        {"decision", "action"},
        {"reason", "status_code"},
        {"meaning", "status_detail"},
        {"grant", "policy/uid"},
        {"policy revision", "policy/version"},
        {"status", "http_response/code"},
        {"model's own status", "unmapped/original_status"},
        {"bytes in", "http_request/body_length"},
        {"bytes out", "http_response/body_length"},
        {"request SHA-256", "unmapped/request_sha256"},
        {"response SHA-256", "unmapped/response_sha256"},
        {"request HMAC", "unmapped/request_hmac_sha256"},
        {"response HMAC", "unmapped/response_hmac_sha256"},
        {"trace", "trace/uid"},
        {"audit line", "metadata/uid"},
    };

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "ID", description = "The request's id.")
    private String id = "";

    @Parameters(index = "1..*", paramLabel = "FILE", description = AuditInput.FILES)
    private List<Path> files = new ArrayList<>();

    @Mixin
    private AuditInput input = new AuditInput();

    @Option(names = "--json", description = "The lines themselves.")
    private boolean raw;

    @Override
    public Integer call() throws IOException, CommandFailedException {
        var console = Console.of(Given.value(spec));
        input.of(files);
        var lines = new ArrayList<AuditRecord>();
        var unread = input.forEachRecord(line -> {
            if (line.isOf(id)) {
                lines.add(line);
            }
        });
        AuditRecord.warnOf(unread, console);
        if (lines.isEmpty()) {
            console.bad("No audit line has the request id " + id + " in what was read.");
            return Exit.NO;
        }
        if (raw) {
            lines.forEach(line -> console.line(line.line()));
            return Exit.OK;
        }
        show(console, lines.getLast());
        if (lines.stream().allMatch(AuditRecord::isAttempt)) {
            console.doubtful("The call was attempted and has no completion: it crashed, timed out, or still runs.");
        }
        return Exit.OK;
    }

    private static void show(Console console, AuditRecord line) {
        console.strong("request " + Console.cell(line.request()));
        for (var fact : FACTS) {
            var value = fact[1].equals("time") ? line.time().toString() : line.text(fact[1]);
            if (!value.isEmpty()) {
                console.line("  %-20s %s".formatted(fact[0], Console.cell(value)));
            }
        }
        line.json()
                .each("unmapped/shadow")
                .forEach(rule -> console.line("  %-20s %s"
                        .formatted(
                                "in shadow",
                                Console.cell(rule.text("kind") + " " + rule.text("rule") + " would "
                                        + rule.text("would") + " it " + rule.text("reason")))));
        var stages = line.members("unmapped/stage_micros");
        var longest = stages.values().stream()
                .mapToLong(AuditShowCommand::micros)
                .max()
                .orElse(0);
        stages.forEach((stage, value) -> console.line("  %-20s %9.3f ms  %s"
                .formatted(Console.cell(String.valueOf(stage)), micros(value) / 1e3, bar(micros(value), longest))));
    }

    private static String bar(long micros, long longest) {
        return "█".repeat((int) (BAR * (double) micros / Math.max(1, longest)));
    }

    private static long micros(@Nullable Object value) {
        var text = String.valueOf(value);
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }
}
