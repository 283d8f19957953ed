package io.sagegate.cli.audit;

import io.sagegate.audit.chain.LineReader;
import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Console;
import io.sagegate.cli.console.Count;
import io.sagegate.cli.console.Exit;
import io.sagegate.cli.console.Given;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `sagegate audit verify`.
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Says whether the audit log is whole: nothing removed, altered, inserted, reordered or cut off.",
        footer = {
            "",
            "With --heads the chains are held against the heads that the gateway published",
            "in the usage table, so that a cut tail shows too.",
            "With --rules the lines are also held against the protocol of the gateway: see",
            "docs/audit.md for the rules.",
            "Exit code 1 means the record was changed or breaks a rule; a call without",
            "completion does not count."
        })
final class AuditVerifyCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "0..*", description = AuditInput.FILES)
    private List<Path> files = new ArrayList<>();

    @Mixin
    private AuditInput input = new AuditInput();

    @Mixin
    private RecordCheck check = new RecordCheck();

    @Mixin
    private ProtocolCheck protocol = new ProtocolCheck();

    @Option(
            names = "--most",
            paramLabel = "N",
            converter = Count.Positive.class,
            description = "Show at most N findings (default: ${DEFAULT-VALUE}).")
    private int most = 50;

    @Override
    public Integer call() throws IOException, CommandFailedException {
        input.of(files);
        var console = Console.of(Given.value(spec));
        check.begin(input);
        input.forEach((name, in) -> new LineReader(in).forEach((line, number) -> {
            check.verifier().accept(name, line, number);
            protocol.accept(name, line, number);
        }));
        var start = input.hasStart() ? Optional.of(input.start()) : Optional.<Instant>empty();
        var whole = told(console, check.finish(start));
        var kept = protocol.told(console, most);
        return whole == Exit.OK && kept ? Exit.OK : Exit.NO;
    }

    private int told(Console console, RecordCheck.Result result) {
        result.counting().stream().limit(most).forEach(finding -> console.bad(RecordCheck.text(finding)));
        var room = Math.max(0, most - result.counting().size());
        result.others().stream().limit(room).forEach(finding -> console.doubtful(RecordCheck.text(finding)));
        var all = Stream.of(result.counting(), result.others())
                        .mapToLong(List::size)
                        .sum()
                + result.unkept();
        if (all > most) {
            console.line("… and " + (all - most) + " more");
        }
        if (result.lines() == 0) {
            console.bad("No audit line was found.");
            return Exit.NO;
        }
        if (!result.isIntact()) {
            console.bad("NOT INTACT: " + result.sentence());
            return Exit.NO;
        }
        console.good("intact: " + result.sentence());
        return Exit.OK;
    }
}
