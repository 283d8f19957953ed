package io.sagegate.local;

import io.sagegate.aws.call.AwsCall;
import io.sagegate.aws.call.Credentials;
import io.sagegate.aws.call.Service;
import io.sagegate.aws.call.Wire;
import io.sagegate.aws.dynamodb.DynamoDb;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// The gateway's own calls to this machine's stand-ins, for tests and measurements. All go over one set of connections.
public final class LocalCalls {
    private static final Wire WIRE = new Wire(Duration.ofSeconds(2));
    private static final Credentials LOCAL = new Credentials("local", "local", Optional.empty());

    private LocalCalls() {}

    public static Wire wire() {
        return WIRE;
    }

    /// Makes calls to a service at an address of this machine.
    ///
    /// @param service the service's name in signatures
    public static AwsCall call(String service, URI address, Credentials credentials) {
        return call(service, Account.REGION, address, credentials);
    }

    /// The same in another region than the stand-ins' usual one.
    public static AwsCall call(String service, String region, URI address, Credentials credentials) {
        var there = Service.of(service, service, region, "invalid", Optional.of(address));
        return new AwsCall(WIRE, there, () -> credentials, InstantSource.system());
    }

    public static DynamoDb dynamoDb(URI address) {
        return new DynamoDb(call("dynamodb", address, LOCAL));
    }
}
