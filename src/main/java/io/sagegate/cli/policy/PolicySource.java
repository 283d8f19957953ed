package io.sagegate.cli.policy;

import io.sagegate.aws.dynamodb.policy.DynamoDbPolicyStore;
import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Console;
import io.sagegate.cli.console.TableOptions;
import io.sagegate.cli.policy.document.CompiledPolicy;
import io.sagegate.cli.policy.document.FilePolicy;
import io.sagegate.cli.policy.revision.RevisionTable;
import io.sagegate.cli.policy.revision.Revisions;
import io.sagegate.policy.Policy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The policy that a question is put to: a file's, or the one in force.
final class PolicySource {
    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "A policy file, in place of the table's policy.")
    private @Nullable Path file;

    @Mixin
    private TableOptions table = new TableOptions();

    /// The policy file, if one is named.
    Optional<String> file() {
        return Optional.ofNullable(file).map(Path::toString);
    }

    /// Puts one question to a policy.
    @FunctionalInterface
    interface Asker<P, T> {
        T ask(P policy) throws Exception;
    }

    /// Asks the very items that the gateway reads.
    <T> T policy(Console console, Asker<Policy, T> asker) throws Exception {
        if (file != null) {
            return asker.ask(new FilePolicy(PolicyFiles.sound(file, console)));
        }
        try (var client = client()) {
            var store =
                    new DynamoDbPolicyStore(client, table.policyTable(), Duration.ofMinutes(1), InstantSource.system());
            return asker.ask(store.current());
        }
    }

    private DynamoDbClient client() throws CommandFailedException {
        try {
            return table.dynamoDb();
        } catch (CommandFailedException e) {
            throw new CommandFailedException(e.exitCode(), e.getMessage() + " Or ask of a file: -f FILE.");
        }
    }

    /// Asks the whole document.
    <T> T document(Console console, Asker<CompiledPolicy, T> asker) throws Exception {
        if (file != null) {
            return asker.ask(PolicyFiles.sound(file, console));
        }
        try (var client = client()) {
            var revisions = new Revisions(new RevisionTable(client, table.policyTable()), InstantSource.system());
            return asker.ask(PolicyFiles.ofRevision(revisions, revisions.current()));
        }
    }
}
