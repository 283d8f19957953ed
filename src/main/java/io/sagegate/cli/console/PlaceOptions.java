package io.sagegate.cli.console;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sts.StsClient;

/// The options for a command's gateway and caller: the AWS SDK's own defaults, or the local stack.
public final class PlaceOptions {
    @Option(names = "--region", paramLabel = "REGION", description = "AWS region (default: the SDK's).")
    private @Nullable String region;

    @Option(names = "--profile", paramLabel = "NAME", description = "AWS profile (default: the SDK's).")
    private @Nullable String profile;

    @Option(
            names = "--local",
            description = "The local stack that runs now; of several the newest (target/local/stack.json).")
    private boolean local;

    public boolean isLocal() {
        return local;
    }

    /// The name of a table: the given one, the local stack's, or the environment's.
    public String table(@Nullable String given, String variable, String member, String option)
            throws CommandFailedException {
        if (given != null) {
            return given;
        }
        if (local) {
            return RunningStack.find().member(member);
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

    /// Who runs the command, for what is kept of it: the AWS identity, or on the local stack the user.
    public String author() throws CommandFailedException {
        if (local) {
            return System.getProperty("user.name");
        }
        try (var sts = sts()) {
            return sts.getCallerIdentity(identity -> {}).arn();
        } catch (SdkException e) {
            // A caller who may write the table may act, so a failure of STS is no reason to refuse.
            return System.getProperty("user.name");
        }
    }

    public DynamoDbClient dynamoDb() throws CommandFailedException {
        var builder = configured(DynamoDbClient.builder());
        if (local) {
            builder.endpointOverride(URI.create(RunningStack.find().member("dynamodb")));
        }
        return builder.build();
    }

    /// For a table's settings, which the local stack's own DynamoDB does not know.
    public DynamoDbClient dynamoDbControl() throws CommandFailedException {
        var builder = configured(DynamoDbClient.builder());
        controlPlane().ifPresent(builder::endpointOverride);
        return builder.build();
    }

    /// One address of all control planes: the local stack's, or the SDK's own setting for every service.
    public Optional<URI> controlPlane() throws CommandFailedException {
        if (local) {
            return Optional.of(URI.create(RunningStack.find().member("controlPlane")));
        }
        return Optional.ofNullable(System.getProperty("aws.endpointUrl"))
                .or(() -> Optional.ofNullable(System.getenv("AWS_ENDPOINT_URL")))
                .filter(address -> !address.isBlank())
                .map(URI::create);
    }

    /// The client that tells who the caller is. The local stack has no STS for that.
    StsClient sts() throws CommandFailedException {
        return configured(StsClient.builder()).build();
    }

    /// Makes a client of a service by these options. Its endpoint is the SDK's own, which the environment may name.
    public <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configured(B builder)
            throws CommandFailedException {
        return builder.httpClientBuilder(UrlConnectionHttpClient.builder())
                .region(region())
                .credentialsProvider(credentials());
    }

    public Region region() throws CommandFailedException {
        if (local) {
            return Region.US_EAST_1;
        }
        if (region != null) {
            return Region.of(region);
        }
        try {
            return DefaultAwsRegionProviderChain.builder()
                    .profileName(profile)
                    .build()
                    .getRegion();
        } catch (SdkClientException e) {
            throw new CommandFailedException(
                    Exit.USAGE,
                    "Which region? Give --region REGION, set AWS_REGION, give --profile NAME (one that has a region),"
                            + " or use --local.");
        }
    }

    public AwsCredentialsProvider credentials() {
        return local
                ? StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"))
                : DefaultCredentialsProvider.builder().profileName(profile).build();
    }
}
