package io.sagegate.cli.policy;

import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.InvalidPolicyException;
import io.sagegate.cli.deployed.Look;
import io.sagegate.cli.policy.document.CompiledPolicy;
import io.sagegate.cli.policy.revision.RevisionTable;
import io.sagegate.cli.policy.revision.Revisions;
import java.io.IOException;
import java.time.InstantSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The policy that a table holds, for inspections: what cannot be read is said, and is no fault.
public record PolicyInForce(DynamoDbClient client, String table) {
    public Look<CompiledPolicy> policy() {
        return Look.at("the policy in " + table, "dynamodb:GetItem", () -> {
            try {
                var revisions = new Revisions(new RevisionTable(client, table), InstantSource.system());
                return PolicyFiles.ofRevision(revisions, revisions.current()).sound();
            } catch (InvalidPolicyException | CommandFailedException e) {
                throw new IOException(e.getMessage(), e);
            }
        });
    }
}
