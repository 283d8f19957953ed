package io.sagegate.bench;

import io.sagegate.local.LocalTables;
import io.sagegate.local.world.DynamoDbLocal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The command line's cost for a policy of 5,000 roles, as processes of their own: time, and the most memory that
/// was resident.
///
/// `mvn -Pbench -Dbench.main=io.sagegate.bench.PolicyCommandCost`.
public final class PolicyCommandCost {
    private static final int ROLES = 5_000;
    private static final String TABLE = "policy-commands";

    /// As the launcher starts it.
    private static final List<String> LAUNCHER = List.of("-XX:+UseSerialGC", "-Xmn32m", "-XX:TieredStopAtLevel=1");

    private PolicyCommandCost() {}

    /// Prints one line for each command.
    public static void main(String[] args) throws Exception {
        var directory = Path.of("target", "bench", "policy-commands");
        Files.createDirectories(directory);
        try (var database = DynamoDbLocal.start(directory)) {
            try (var client = DynamoDbClient.builder()
                    .endpointOverride(database.endpoint())
                    .region(Region.US_EAST_1)
                    .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                    .httpClientBuilder(UrlConnectionHttpClient.builder())
                    .build()) {
                LocalTables.create(client, TABLE);
            }
            var policy = Files.writeString(directory.resolve("policy.yaml"), policy(""))
                    .toString();
            var changed = Files.writeString(directory.resolve("changed.yaml"), policy(", 'key:one-more'"))
                    .toString();
            var endpoint = database.endpoint().toString();
            run(endpoint, "check", "policy", "check", policy);
            run(endpoint, "first apply", "policy", "apply", "--yes", "--author", "a", "--table", TABLE, policy);
            run(endpoint, "plan without a difference", "policy", "plan", "--table", TABLE, policy);
            run(endpoint, "plan of one member", "policy", "plan", "--table", TABLE, changed);
            run(
                    endpoint,
                    "apply of one member",
                    "policy",
                    "apply",
                    "--yes",
                    "--author",
                    "a",
                    "--table",
                    TABLE,
                    changed);
        }
    }

    private static String policy(String more) {
        var yaml = new StringBuilder("issuers: [{name: okta, issuer: 'https://acme.okta.com', audiences: [a]}]\n")
                .append("roles:\n");
        for (var role = 0; role < ROLES; role++) {
            yaml.append("  r%d:%n".formatted(role))
                    .append(
                            "    - {endpoint: e%d, actions: [invoke, invoke-stream], limits: [100 requests per minute]}%n"
                                    .formatted(role % 500));
        }
        yaml.append("bindings:\n");
        for (var role = 0; role < ROLES; role++) {
            yaml.append(
                    "  - {role: r%d, members: ['okta:group:g%d'%s]}%n".formatted(role, role, role == 7 ? more : ""));
        }
        return yaml.toString();
    }

    private static void run(String endpoint, String name, String... command) throws Exception {
        var line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path")));
        line.addAll(LAUNCHER);
        line.add("io.sagegate.cli.Main");
        line.addAll(List.of(command));
        var builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("AWS_ENDPOINT_URL_DYNAMODB", endpoint);
        builder.environment().put("AWS_REGION", "us-east-1");
        builder.environment().put("AWS_ACCESS_KEY_ID", "local");
        builder.environment().put("AWS_SECRET_ACCESS_KEY", "local");
        var began = System.nanoTime();
        var process = builder.start();
        var most = 0L;
        var cpu = Duration.ZERO;
        while (!process.waitFor(20, TimeUnit.MILLISECONDS)) {
            most = Math.max(most, resident(process.pid()));
            cpu = process.info().totalCpuDuration().orElse(cpu);
        }
        System.out.printf(
                "%-26s %,6d ms  %,6d ms of CPU  %,5d MB resident at most  exit %d%n",
                name,
                Duration.ofNanos(System.nanoTime() - began).toMillis(),
                cpu.toMillis(),
                most / 1_024,
                process.exitValue());
    }

    /// In KB; 0 where it cannot be told.
    private static long resident(long pid) throws IOException {
        var status = Path.of("/proc", Long.toString(pid), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0);
    }
}
