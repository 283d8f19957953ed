package io.sagegate.cli.console;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The options that name the policy table of a gateway.
public final class TableOptions {
    @Option(
            names = "--table",
            paramLabel = "NAME",
            description = "The policy table: the stack's output PolicyTableName (default: $$SAGEGATE_POLICY_TABLE).")
    private @Nullable String policyTable;

    @Mixin
    private PlaceOptions place = new PlaceOptions();

    public boolean isLocal() {
        return place.isLocal();
    }

    public String policyTable() throws CommandFailedException {
        return place.table(policyTable, "SAGEGATE_POLICY_TABLE", "policyTable", "--table");
    }

    /// Asks for the table's name first: a user who forgot table and region must hear of the table.
    public DynamoDbClient dynamoDb() throws CommandFailedException {
        policyTable();
        return place.dynamoDb();
    }

    /// The usage table of the same gateway.
    public String usageTable(UsageTableOption option) throws CommandFailedException {
        return option.in(place);
    }

    /// Whichever table is read with it.
    public DynamoDbClient client() throws CommandFailedException {
        return place.dynamoDb();
    }

    /// Who runs the command: see [PlaceOptions#author].
    public String author() throws CommandFailedException {
        return place.author();
    }
}
