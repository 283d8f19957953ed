package io.sagegate.cli.policy;

import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Console;
import io.sagegate.cli.console.Exit;
import io.sagegate.cli.console.Given;
import io.sagegate.cli.policy.prove.Reach;
import io.sagegate.cli.policy.prove.Sentence;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `sagegate policy prove`.
@Command(
        name = "prove",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Says whether a sentence about who reaches an endpoint holds for every call from now on.",
        footer = {
            "",
            "Sentences:",
            Sentence.FORMS,
            "",
            "Exit code 0 when it holds; 1 with a call that shows the contrary, or when",
            "that cannot be told.",
            "Example: sagegate policy prove \"nobody but okta:group:fraud reaches fraud-xgb\""
        })
final class PolicyProveCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "SENTENCE", description = "The sentence, in quotes.")
    private @Nullable String text;

    @Mixin
    private PolicySource source = new PolicySource();

    @Override
    public Integer call() throws Exception {
        var console = Console.of(Given.value(spec));
        var sentence = Sentence.of(Given.value(text))
                .orElseThrow(() -> new CommandFailedException(
                        Exit.USAGE,
                        "\"" + text + "\" is not a sentence that can be proved. Write:\n" + Sentence.FORMS));
        var proof = source.document(
                console, policy -> Reach.of(policy, ProofText.now()).prove(sentence));
        return ProofText.told(console, proof, source.file());
    }
}
