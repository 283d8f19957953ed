package io.sagegate.cli;

import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sts.StsClient;

/// Which gateway's tables a command works on, and as whom: the AWS SDK's own defaults, or the local stack.
final class TableOptions {
    private static final Path STACK = Path.of("target", "local", "stack.json");

    @Option(
            names = "--table",
            paramLabel = "NAME",
            description = {"The policy table: the stack's output PolicyTableName", "(default: $$SAGEGATE_POLICY_TABLE)."
            })
    private @Nullable String policyTable;

    @Option(
            names = "--usage-table",
            hidden = true,
            paramLabel = "NAME",
            description = "The usage table (default: $$SAGEGATE_USAGE_TABLE).")
    private @Nullable String usageTable;

    @Option(names = "--region", paramLabel = "REGION", description = "AWS region (default: the SDK's).")
    private @Nullable String region;

    @Option(names = "--profile", paramLabel = "NAME", description = "AWS profile (default: the SDK's).")
    private @Nullable String profile;

    @Option(names = "--local", description = "The local stack that runs now (target/local/stack.json).")
    private boolean local;

    boolean isLocal() {
        return local;
    }

    String policyTable() throws CommandFailedException {
        return table(policyTable, "SAGEGATE_POLICY_TABLE", "policyTable", "--table");
    }

    String usageTable() throws CommandFailedException {
        return table(usageTable, "SAGEGATE_USAGE_TABLE", "usageTable", "--usage-table");
    }

    private String table(@Nullable String given, String variable, String member, String option)
            throws CommandFailedException {
        if (given != null) {
            return given;
        }
        if (local) {
            return stack(member);
        }
        var fromEnvironment = System.getenv(variable);
        if (fromEnvironment == null || fromEnvironment.isBlank()) {
            throw new CommandFailedException(
                    Exit.USAGE,
                    "Which table? Give " + option + " NAME (an output of the deployed stack), set " + variable
                            + ", or use --local.");
        }
        return fromEnvironment;
    }

    DynamoDbClient dynamoDb() throws CommandFailedException {
        var builder = configured(DynamoDbClient.builder());
        if (local) {
            builder.endpointOverride(URI.create(stack("dynamodb")));
        }
        return builder.build();
    }

    /// For asking who the caller is; there is nobody to ask with the local stack.
    StsClient sts() {
        return configured(StsClient.builder()).build();
    }

    private <
                    B extends
                            AwsClientBuilder<B, ?>
                                    & software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder<B, ?>>
            B configured(B builder) {
        return builder.httpClientBuilder(UrlConnectionHttpClient.builder())
                .region(region())
                .credentialsProvider(credentials());
    }

    Region region() {
        if (local) {
            return Region.US_EAST_1;
        }
        return region != null
                ? Region.of(region)
                : DefaultAwsRegionProviderChain.builder()
                        .profileName(profile)
                        .build()
                        .getRegion();
    }

    AwsCredentialsProvider credentials() {
        return local
                ? StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"))
                : DefaultCredentialsProvider.builder().profileName(profile).build();
    }

    /// A member of the running local stack's file.
    static String stack(String member) throws CommandFailedException {
        try {
            Map<String, @Nullable Object> stack = Json.readObject(Files.readAllBytes(STACK), JsonLimits.IDENTITY);
            return String.valueOf(stack.get(member));
        } catch (IOException | JsonException e) {
            throw new CommandFailedException(
                    Exit.UNAVAILABLE,
                    "No local stack runs here (" + STACK + " is missing): start it with `mvn -Plocal`, then try again"
                            + " from the same directory.");
        }
    }
}
