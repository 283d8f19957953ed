package io.sagegate.cli.console;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The option that names the usage table of a gateway.
public final class UsageTableOption {
    @Option(
            names = "--usage-table",
            paramLabel = "NAME",
            description = "The usage table: the stack's output UsageTableName (default: $$SAGEGATE_USAGE_TABLE).")
    private @Nullable String usageTable;

    /// The given name, or that of the gateway at a place.
    public String in(PlaceOptions place) throws CommandFailedException {
        return place.table(usageTable, "SAGEGATE_USAGE_TABLE", "usageTable", "--usage-table");
    }
}
