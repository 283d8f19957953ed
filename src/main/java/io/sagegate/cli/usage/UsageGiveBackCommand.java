package io.sagegate.cli.usage;

import io.sagegate.aws.dynamodb.usage.GiveBacks;
import io.sagegate.aws.dynamodb.usage.GiveBacks.GiveBack;
import io.sagegate.aws.dynamodb.usage.GiveBacks.Outcome;
import io.sagegate.cli.audit.AuditInput;
import io.sagegate.cli.audit.AuditRecord;
import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Console;
import io.sagegate.cli.console.Exit;
import io.sagegate.cli.console.Given;
import io.sagegate.cli.console.UsageTableOption;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `sagegate usage give-back`.
@Command(
        name = "give-back",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Returns what a call was charged on its budgets, and keeps who did so and why.",
        footer = {
            "",
            "The call's completion line says what was charged, so its log is read first. A",
            "charge is given back once, in whole or in part, and only within its window.",
            "Rates come back by themselves. Exit code 3: it was given back before."
        })
final class UsageGiveBackCommand implements Callable<Integer> {
    private static final Pattern BECAUSE = Pattern.compile("[^\\p{Cntrl}]{1,200}");

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "ID", description = "The request's id.")
    private String id = "";

    @Parameters(index = "1..*", paramLabel = "FILE", description = AuditInput.FILES)
    private List<Path> files = new ArrayList<>();

    @Option(names = "--because", required = true, paramLabel = "TEXT", description = "Why; kept with what is returned.")
    private String because = "";

    @Option(
            names = "--limit",
            paramLabel = "NAME",
            description = "Only this limit's charge, such as USD-day or USD-month-of-role (default: all budgets).")
    private @Nullable String limit;

    @Option(names = "--amount", paramLabel = "N", description = "Only so much of it, in USD or in the limit's unit.")
    private @Nullable String amount;

    @Option(names = "--author", paramLabel = "TEXT", description = "Who (default: the AWS identity that runs this).")
    private @Nullable String author;

    @Mixin
    private UsageTableOption usageTable = new UsageTableOption();

    @Mixin
    private AuditInput input = new AuditInput();

    @Override
    public Integer call() throws IOException, CommandFailedException {
        var console = Console.of(Given.value(spec));
        if (!BECAUSE.matcher(because).matches() || because.isBlank()) {
            throw new CommandFailedException(Exit.USAGE, "--because takes 1 to 200 characters.");
        }
        input.of(files);
        var table = usageTable.in(input.place());
        var line = completion();
        var charges = chosen(line);
        var by = author == null ? input.place().author() : author;
        try (var client = input.place().dynamoDb()) {
            var worst = Exit.OK;
            for (var charge : charges) {
                worst = Math.max(worst, giveBack(new GiveBacks(client, table), line, charge, by, console));
            }
            return worst;
        }
    }

    private AuditRecord completion() throws IOException, CommandFailedException {
        var lines = new ArrayList<AuditRecord>();
        input.forEachRecord(line -> {
            if (line.isOf(id) && !line.isAttempt()) {
                lines.add(line);
            }
        });
        if (lines.isEmpty()) {
            throw new CommandFailedException(
                    Exit.NO, "No completion line has the request id " + id + " in what was read.");
        }
        return lines.getLast();
    }

    private List<Charge> chosen(AuditRecord line) throws CommandFailedException {
        var charges = Charge.of(line).stream()
                .filter(charge -> limit == null || charge.name().equals(limit))
                .toList();
        if (charges.isEmpty()) {
            throw new CommandFailedException(
                    Exit.NO,
                    "The call was charged nothing on " + (limit == null ? "a budget" : "a budget named " + limit)
                            + ".");
        }
        if (amount == null) {
            return charges;
        }
        if (charges.size() > 1) {
            throw new CommandFailedException(
                    Exit.USAGE,
                    "Of which charge? Give --limit with one of "
                            + String.join(
                                    ", ", charges.stream().map(Charge::name).toList()) + ".");
        }
        var charge = charges.getFirst();
        var part = Charge.amount(amount, charge.measure())
                .filter(some -> some > 0 && some <= charge.amount())
                .orElseThrow(() -> new CommandFailedException(
                        Exit.USAGE,
                        "--amount is more than 0 and at most the charge: "
                                + Charge.said(charge.amount(), charge.measure()) + "."));
        return List.of(charge.of(part));
    }

    private int giveBack(GiveBacks table, AuditRecord line, Charge charge, String by, Console console) {
        var outcome = table.write(back(line, charge, by));
        var elsewhere = charge.at(line.text("resources/0/uid"));
        // The line does not tell whether the policy names the endpoint by its name or by its ARN.
        if (outcome == Outcome.WINDOW_IS_OVER && elsewhere.isPresent()) {
            outcome = table.write(back(line, elsewhere.get(), by));
        }
        var what = Charge.said(charge.amount(), charge.measure()) + " on " + charge.name();
        switch (outcome) {
            case DONE -> console.good("gave back " + what + " to " + Who.of(charge.owner()));
            case ALREADY -> console.bad(what + ": this charge was given back before; see usage given-back");
            case WINDOW_IS_OVER -> console.bad(what + ": its window is over, so nothing is charged any more");
            case TOO_LITTLE -> console.bad(what + ": the counter holds less than that");
        }
        return switch (outcome) {
            case DONE -> Exit.OK;
            case ALREADY -> Exit.CONFLICT;
            case WINDOW_IS_OVER, TOO_LITTLE -> Exit.NO;
        };
    }

    private GiveBack back(AuditRecord line, Charge charge, String by) {
        return new GiveBack(
                line.request(),
                charge.name(),
                charge.owner().key(),
                charge.counter(),
                charge.window(),
                charge.amount(),
                Instant.now(),
                by,
                because);
    }
}
