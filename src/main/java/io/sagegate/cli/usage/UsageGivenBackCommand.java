package io.sagegate.cli.usage;

import io.sagegate.aws.dynamodb.usage.GiveBacks;
import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Console;
import io.sagegate.cli.console.Exit;
import io.sagegate.cli.console.Given;
import io.sagegate.cli.console.PlaceOptions;
import io.sagegate.cli.console.UsageTableOption;
import io.sagegate.limits.UsageKey;
import io.sagegate.policy.Quota.Measure;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `sagegate usage given-back`.
@Command(
        name = "given-back",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Lists what `usage give-back` returned: when, to whom, by whom and why.")
final class UsageGivenBackCommand implements Callable<Integer> {
    private static final String ROW = "%-20s  %-18s  %-40s  %-36s  %s";

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private UsageTableOption usageTable = new UsageTableOption();

    @Mixin
    private PlaceOptions place = new PlaceOptions();

    @Override
    public Integer call() throws CommandFailedException {
        var console = Console.of(Given.value(spec));
        var table = usageTable.in(place);
        try (var client = place.dynamoDb()) {
            var all = new GiveBacks(client, table).all();
            if (all.isEmpty()) {
                console.line("Nothing was given back.");
                return Exit.OK;
            }
            console.strong(ROW.formatted("when", "how much", "to", "request", "by whom, why"));
            for (var back : all) {
                console.line(ROW.formatted(
                        back.at().toString().substring(0, 19) + "Z",
                        Charge.said(back.amount(), measure(back.counter())),
                        Console.cell(UsageKey.parse(back.key()).map(Who::of).orElse(back.key())),
                        Console.cell(back.request()),
                        Console.cell(back.by() + ": " + back.because())));
            }
            return Exit.OK;
        }
    }

    private static Measure measure(String counter) {
        for (var measure : Measure.values()) {
            if (counter.startsWith(measure.word() + "/")) {
                return measure;
            }
        }
        return Measure.REQUESTS;
    }
}
