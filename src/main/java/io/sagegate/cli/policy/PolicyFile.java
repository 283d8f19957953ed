package io.sagegate.cli.policy;

import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.InvalidPolicyException;
import io.sagegate.cli.policy.document.CompiledPolicy;
import io.sagegate.cli.policy.document.PolicyCompiler;
import io.sagegate.cli.policy.document.PolicyDocument;
import io.sagegate.cli.policy.revision.RevisionTable;
import io.sagegate.cli.policy.revision.Revisions;
import io.sagegate.policy.document.PolicySyntaxException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Applies a policy document without a question, for programs that bring a table of their own.
public final class PolicyFile {
    private PolicyFile() {}

    /// Checks the document, writes its items as a new revision and then points readers at it.
    ///
    /// @return the new revision
    /// @throws PolicySyntaxException if the document breaks a rule; nothing is written then
    public static long apply(String yaml, DynamoDbClient client, String table) throws PolicySyntaxException {
        var revisions = new Revisions(new RevisionTable(client, table), InstantSource.system());
        try {
            var policy = compiled(yaml);
            var change = new Revisions.Change(revisions.current(), "program", "", Optional.empty());
            return revisions.apply(policy, change);
        } catch (InvalidPolicyException e) {
            throw new PolicySyntaxException("", String.valueOf(e.getMessage()));
        } catch (CommandFailedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Checks the document, and returns the names of its models.
    ///
    /// @throws PolicySyntaxException if the document breaks a rule
    public static Set<String> models(String yaml) throws PolicySyntaxException {
        try {
            return new TreeSet<>(compiled(yaml).sound().models().keySet());
        } catch (InvalidPolicyException e) {
            throw new PolicySyntaxException("", String.valueOf(e.getMessage()));
        }
    }

    private static CompiledPolicy compiled(String yaml) throws InvalidPolicyException {
        return PolicyCompiler.compile(PolicyDocument.parse("policy", yaml));
    }
}
