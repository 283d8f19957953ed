package io.sagegate.cli.policy.replay;

import io.sagegate.cli.audit.AuditInput;
import io.sagegate.cli.audit.AuditRecord;
import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Console;
import io.sagegate.cli.console.Exit;
import io.sagegate.cli.console.Given;
import io.sagegate.cli.console.InvalidPolicyException;
import io.sagegate.policy.PolicyUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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

/// `sagegate policy replay`.
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Puts recorded calls to a policy file: which calls and callers would it decide otherwise?",
        footer = {
            "",
            "The record keeps the groups by which a caller has grants for the endpoint, and",
            "neither claims nor content types. A call that hangs on what it does not keep is",
            "told as such; --was POLICY, which decided then, often settles it.",
            "Limits, guards and filters are not replayed. Exit code 1 when a call would",
            "be decided otherwise.",
            "Example:",
            "  sagegate policy replay new.yaml --was old.yaml --log-group GROUP --since 24h"
        })
public final class PolicyReplayCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "POLICY", description = "The policy file that is asked.")
    private @Nullable Path file;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "FILE", description = AuditInput.FILES)
    private List<Path> files = new ArrayList<>();

    @Mixin
    private AuditInput input = new AuditInput();

    @Option(
            names = "--was",
            paramLabel = "POLICY",
            description = "A policy file that decided recorded calls, with its revision in front where there are"
                    + " several: 12=old.yaml; repeatable.")
    private List<String> was = List.of();

    @Option(
            names = "--tests",
            paramLabel = "FILE",
            description = "Write the recorded decisions that can be told as cases for policy test.")
    private @Nullable Path tests;

    @Option(names = "--each", description = "List every call that is decided otherwise, or cannot be told.")
    private boolean each;

    @Override
    public Integer call() throws IOException, CommandFailedException, InvalidPolicyException {
        input.of(files);
        var console = Console.of(Given.value(spec));
        var run = new Run(console, new Replay(Past.read(Given.value(file).toString()), Past.of(was)));
        var start = input.start();
        var unread = input.forEachRecord(line -> {
            if (!line.time().isBefore(start)) {
                run.put(line);
            }
        });
        AuditRecord.warnOf(unread, console);
        if (tests != null) {
            Files.writeString(tests, run.cases.yaml());
        }
        run.tally.print(console);
        return run.tally.hasChanges() ? Exit.NO : Exit.OK;
    }

    /// One replay over all lines.
    private final class Run {
        private final Console console;
        private final Replay replay;
        private final RecordReading reading = new RecordReading();
        private final Tally tally = new Tally();
        private final TestCases cases = new TestCases();

        Run(Console console, Replay replay) {
            this.console = console;
            this.replay = replay;
        }

        void put(AuditRecord line) {
            switch (reading.read(line)) {
                case RecordReading.Read.Nothing _ -> {}
                case RecordReading.Read.NotAsked _ -> tally.passedOver();
                case RecordReading.Read.Untold(var request, var why) -> {
                    tally.untold(why);
                    list(line.time(), request, "cannot tell: " + why);
                }
                case RecordReading.Read.Decided(var call) -> put(call);
            }
        }

        private void put(RecordedCall call) {
            switch (result(call)) {
                case Replay.Result.Untold(var why) -> {
                    tally.untold(call, why);
                    list(call, "cannot tell: " + why);
                }
                case Replay.Result.Decided decided -> {
                    cases.add(call, decided);
                    if (decided.outcome().reason().equals(call.decided().reason())) {
                        tally.same(!decided.outcome().covers(call.decided()));
                        tally.shadowed(call, decided);
                    } else {
                        tally.changed(call, decided);
                        list(call, decided.outcome().text());
                    }
                }
            }
        }

        private Replay.Result result(RecordedCall call) {
            try {
                return replay.put(call);
            } catch (PolicyUnavailableException e) {
                return new Replay.Result.Untold("the policy cannot be read whole: " + e.getMessage());
            }
        }

        private void list(RecordedCall call, String outcome) {
            list(
                    call.time(),
                    call.request(),
                    call.caller().member() + "  " + Calls.text(call) + ": "
                            + call.decided().text() + " -> " + outcome);
        }

        private void list(Instant time, String request, String text) {
            if (each) {
                console.line(Console.cell(time + "  " + request + "  " + text));
            }
        }
    }
}
