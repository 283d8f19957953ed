package io.sagegate.cli.usage;

import io.sagegate.aws.dynamodb.usage.UsageScan;
import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Console;
import io.sagegate.cli.console.Count;
import io.sagegate.cli.console.Exit;
import io.sagegate.cli.console.Given;
import io.sagegate.cli.console.InvalidPolicyException;
import io.sagegate.cli.console.TableOptions;
import io.sagegate.cli.console.UsageTableOption;
import io.sagegate.cli.policy.PolicyFiles;
import io.sagegate.cli.policy.document.CompiledPolicy;
import io.sagegate.cli.policy.document.PolicyCompiler;
import io.sagegate.cli.policy.document.PolicyDocument;
import io.sagegate.cli.policy.revision.RevisionTable;
import io.sagegate.cli.policy.revision.Revisions;
import io.sagegate.policy.document.PolicySyntaxException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// `sagegate usage top`.
@Command(
        name = "top",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Who uses which limit up right now, by the usage table; most used first.",
        footer = {"", "It reads the whole usage table, so look now and then rather than every second."})
final class UsageTopCommand implements Callable<Integer> {
    private static final String ROW = "%4s  %-44s  %-24s  %-20s  %s";

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private UsageTableOption usageTable = new UsageTableOption();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "The policy file with the limits, in place of the table's policy.")
    private @Nullable Path file;

    @Option(
            names = "--most",
            paramLabel = "N",
            converter = Count.Positive.class,
            description = "Show N limits (default: ${DEFAULT-VALUE}).")
    private int most = 20;

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            converter = Count.Positive.class,
            description = "Look again and again, until Ctrl-C.")
    private @Nullable Integer every;

    @Mixin
    private TableOptions tables = new TableOptions();

    @Override
    public Integer call()
            throws IOException, CommandFailedException, InvalidPolicyException, PolicySyntaxException,
                    InterruptedException {
        var console = Console.of(Given.value(spec));
        var table = tables.usageTable(usageTable);
        try (var client = tables.client()) {
            while (true) {
                var now = Instant.now();
                var top = new Top(LimitsInForce.of(policy(client), now), most, now);
                UsageScan.forEach(client, table, top::add);
                print(top, console);
                if (every == null) {
                    return Exit.OK;
                }
                Thread.sleep(Duration.ofSeconds(every));
                console.line("");
            }
        }
    }

    private CompiledPolicy policy(DynamoDbClient client)
            throws IOException, CommandFailedException, InvalidPolicyException {
        if (file != null) {
            return PolicyCompiler.compile(PolicyDocument.read(file)).sound();
        }
        var revisions = new Revisions(new RevisionTable(client, tables.policyTable()), InstantSource.system());
        return PolicyFiles.ofRevision(revisions, revisions.current()).sound();
    }

    private static void print(Top top, Console console) {
        var entries = top.entries();
        if (entries.isEmpty()) {
            console.line("No limit is used at all.");
            return;
        }
        console.strong(ROW.formatted("used", "limit", "left", "all of it back", "who"));
        for (var entry : entries) {
            var line = UsedUp.line(entry);
            var text = ROW.formatted(
                    line.percent() + "%",
                    Console.cell(line.limit()),
                    line.left(),
                    line.seconds().map(seconds -> "in " + seconds + " s").orElse("with the calls"),
                    Console.cell(line.who()));
            if (entry.status().remaining() == 0) {
                console.bad(text);
            } else if (entry.used() >= 0.8) {
                console.doubtful(text);
            } else {
                console.line(text);
            }
        }
    }
}
