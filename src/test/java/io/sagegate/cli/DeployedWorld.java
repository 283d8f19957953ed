package io.sagegate.cli;

import io.sagegate.Version;
import io.sagegate.aws.dynamodb.policy.DynamoDbKeyRegistry;
import io.sagegate.cli.policy.PolicyFile;
import io.sagegate.keys.KeyService;
import io.sagegate.local.LocalTables;
import io.sagegate.local.SharedWorld;
import io.sagegate.local.control.ControlPlane;
import io.sagegate.local.control.LocalAccount;
import io.sagegate.local.control.LocalStackTemplate;
import io.sagegate.local.world.CallTally;
import io.sagegate.local.world.HostedEndpoint;
import io.sagegate.policy.document.PolicySyntaxException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// An account with a deployed stack of its own, at which the SDK's own settings aim the command line.
final class DeployedWorld implements AutoCloseable {
    static final String ROLE = "sagegate-GatewayRole-LOCAL";
    private static final AtomicInteger WORLDS = new AtomicInteger();

    /// No finding of a doctor's but those that are planted.
    static final String SOUND_POLICY = """
            roles:
              reader:
                - {endpoint: tumor, actions: [invoke], limits: [100 requests per minute]}
                - endpoint: talker
                  actions: [invoke]
                  components: [alice-1]
                  limits: [{limit: 5000 requests per day, notify: [80%]}]
            bindings:
              - {role: reader, members: [key:batch]}
            """;

    private final Map<String, Optional<String>> before = new LinkedHashMap<>();
    private final Path audit;
    private final CallTally tally = new CallTally();
    private final ControlPlane control;
    private final String table;

    DeployedWorld(Path directory) throws IOException {
        this(directory, endpoints());
    }

    DeployedWorld(Path directory, Map<String, HostedEndpoint> endpoints) throws IOException {
        audit = Files.createFile(directory.resolve("audit.log"));
        table = "deployed" + WORLDS.incrementAndGet();
        LocalTables.create(SharedWorld.get().tables(), table);
        var names = new LocalStackTemplate.Names(
                table, "usage-" + table, "arn:aws:iam::111122223333:role/TumorInvoker", Version.CURRENT);
        var account = LocalStackTemplate.account(endpoints, names, audit, tally);
        control = ControlPlane.start(account);
        aim(Map.of(
                "aws.endpointUrl", control.endpoint().toString(),
                "aws.endpointUrlDynamoDb", SharedWorld.get().dynamodb().toString(),
                "aws.region", "us-east-1",
                "aws.accessKeyId", "local",
                "aws.secretAccessKey", "local"));
    }

    static Map<String, HostedEndpoint> endpoints() {
        var nowhere = URI.create("http://127.0.0.1:9");
        return Map.of(
                "tumor", HostedEndpoint.of(nowhere),
                "talker", HostedEndpoint.of(nowhere).withComponents(Map.of("alice-1", nowhere)));
    }

    private void aim(Map<String, String> settings) {
        settings.forEach((name, value) -> {
            before.put(name, Optional.ofNullable(System.getProperty(name)));
            System.setProperty(name, value);
        });
    }

    /// The default account has one finding of people's making and one of the parameters'.
    DeployedWorld sound() throws PolicySyntaxException {
        account().identities().remove("arn:aws:iam::111122223333:role/DataScientist");
        account().parameters().put("AlarmTopicArn", "arn:aws:sns:us-east-1:111122223333:ops");
        PrintedCommand.run("sam deploy --stack-name sagegate --parameter-overrides HttpApiAuth=NONE", this);
        return policy(SOUND_POLICY);
    }

    DeployedWorld policy(String yaml) throws PolicySyntaxException {
        PolicyFile.apply(yaml, SharedWorld.get().tables(), table);
        return this;
    }

    LocalAccount account() {
        return control.account();
    }

    ControlPlane control() {
        return control;
    }

    CallTally tally() {
        return tally;
    }

    /// As the gateway records a call before it is made.
    void recordAttempt(String endpoint, Instant at) throws IOException {
        Files.writeString(
                audit,
                "{\"class_uid\":6003,\"time\":" + at.toEpochMilli() + ",\"resources\":[{\"name\":\"" + endpoint
                        + "\"}],\"unmapped\":{\"phase\":\"attempt\"}}\n",
                StandardOpenOption.APPEND);
    }

    KeyService keys(InstantSource clock) {
        var registry = new DynamoDbKeyRegistry(SharedWorld.get().tables(), table);
        return new KeyService(registry, clock, new SecureRandom());
    }

    @Override
    public void close() {
        before.forEach((name, value) ->
                value.ifPresentOrElse(old -> System.setProperty(name, old), () -> System.clearProperty(name)));
        control.close();
    }
}
