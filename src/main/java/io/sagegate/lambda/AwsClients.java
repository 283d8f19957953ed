package io.sagegate.lambda;

import io.sagegate.aws.call.AwsCall;
import io.sagegate.aws.call.Partition;
import io.sagegate.aws.call.Service;
import io.sagegate.aws.call.Wire;
import io.sagegate.aws.dynamodb.DynamoDb;
import io.sagegate.aws.events.EventBus;
import io.sagegate.aws.s3.S3Objects;
import io.sagegate.aws.sagemaker.Regions;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// The clients of AWS, which share one set of connections.
final class AwsClients implements AutoCloseable {
    static final Duration CONNECT = Duration.ofSeconds(2);

    private static final String RUNTIME = "runtime.sagemaker";

    private final Settings settings;
    private final InstantSource clock;
    private final Wire wire;
    private final FunctionCredentials credentials;

    AwsClients(Settings settings, InstantSource clock) {
        this(settings, clock, new Wire(CONNECT));
    }

    /// @param wire closed with these clients
    AwsClients(Settings settings, InstantSource clock, Wire wire) {
        this.settings = settings;
        this.wire = wire;
        this.clock = clock;
        this.credentials = new FunctionCredentials(System.getenv(), wire, clock);
    }

    /// Renews credentials and connections. Call this in each copy of a snapshot.
    void renew() {
        credentials.forget();
        wire.reopen();
    }

    @Override
    public void close() {
        wire.close();
    }

    Wire wire() {
        return wire;
    }

    DynamoDb dynamoDb() {
        return new DynamoDb(call("dynamodb", "dynamodb", settings.dynamoDbEndpoint()));
    }

    /// The models, in the function's own region and in those that a policy names.
    Regions sageMaker() {
        return new Regions(
                settings.account(),
                settings.region(),
                call("sagemaker", RUNTIME, settings.sageMakerEndpoint()),
                this::sageMakerIn);
    }

    private AwsCall sageMakerIn(String region) {
        var suffix = Partition.dnsSuffix(region);
        var service = Service.of("sagemaker", RUNTIME, region, suffix, settings.sageMakerEndpoint());
        return new AwsCall(wire, service, credentials, clock);
    }

    /// One bucket's objects: by its own host name, or in the path of an address that is given.
    S3Objects objects(String bucket) {
        var address = settings.s3Endpoint();
        return new S3Objects(call("s3", bucket + ".s3", address), bucket, address.isPresent() ? "/" + bucket : "");
    }

    EventBus events(String bus) {
        return new EventBus(call("events", "events", settings.eventsEndpoint()), bus);
    }

    private AwsCall call(String name, String prefix, Optional<URI> address) {
        var service = Service.of(name, prefix, settings.region(), settings.dnsSuffix(), address);
        return new AwsCall(wire, service, credentials, clock);
    }

    /// The regional STS. Only grants that name a role need it.
    AwsCall sts() {
        return call("sts", "sts", settings.stsEndpoint());
    }
}
