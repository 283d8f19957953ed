package io.sagegate.cli.policy;

import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Console;
import io.sagegate.cli.console.Exit;
import io.sagegate.cli.console.Given;
import io.sagegate.cli.console.InputFile;
import io.sagegate.cli.policy.document.FilePolicy;
import io.sagegate.cli.policy.document.PolicyDocument;
import io.sagegate.policy.document.PolicySyntaxException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `sagegate policy test`.
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Checks a policy's decisions against expectations written beside it.",
        footer = {
            "",
            "The tests' file:",
            "  tests:",
            "    - name: analysts may score",
            "      as: okta:group:fraud-team",
            "      endpoint: fraud-xgb",
            "      expect: granted        # or a reason code, such as not_granted"
        })
final class PolicyTestCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE", description = "The policy file.")
    private @Nullable Path file;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TESTS",
            description = "The tests' file (default: FILE with .tests.yaml in place of .yaml).")
    private @Nullable Path tests;

    @Override
    public Integer call() throws Exception {
        var console = Console.of(Given.value(spec));
        var beside = tests == null ? beside(Given.value(file)) : tests;
        var policy = new FilePolicy(PolicyFiles.sound(Given.value(file), console));
        var document = PolicyDocument.read(beside);
        var failed = 0;
        var passed = 0;
        try {
            document.root().onlyMembers(Set.of("tests"));
            for (var test : document.root().member("tests").each(DecisionTest::of)) {
                var failure = test.failure(policy);
                if (failure.isPresent()) {
                    failed++;
                    console.bad(
                            document.error(new PolicySyntaxException(test.path(), test.name() + ": " + failure.get()))
                                    .text());
                } else {
                    passed++;
                }
            }
        } catch (PolicySyntaxException e) {
            e.all().forEach(problem -> console.bad(document.error(problem).text()));
            return Exit.NO;
        }
        if (failed + passed == 0) {
            console.bad("There is no test in " + document.file() + ", so nothing is shown.");
            return Exit.NO;
        }
        if (failed > 0) {
            console.bad(passed + " passed, " + failed + " failed");
            return Exit.NO;
        }
        console.good(passed + " passed");
        return Exit.OK;
    }

    private static Path beside(Path file) throws CommandFailedException {
        if (InputFile.isStandardInput(file)) {
            throw new CommandFailedException(Exit.USAGE, "Which tests? Name their file after the -.");
        }
        return file.resolveSibling(file.getFileName().toString().replaceFirst("\\.ya?ml$", "") + ".tests.yaml");
    }
}
