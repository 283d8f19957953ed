package io.sagegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sagegate.aws.dynamodb.usage.DynamoDbUsageStore;
import io.sagegate.cli.console.Exit;
import io.sagegate.identity.ApiClient;
import io.sagegate.limits.Calls;
import io.sagegate.limits.Limiter;
import io.sagegate.limits.usage.UsageUnavailableException;
import io.sagegate.local.LocalCalls;
import io.sagegate.local.LocalTables;
import io.sagegate.local.SharedWorld;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Limits as they stand, from a real usage table.
final class UsageTopTest {
    private static final Map<String, String> SETTINGS = Map.of(
            "aws.endpointUrlDynamoDb", SharedWorld.get().dynamodb().toString(),
            "aws.region", "us-east-1",
            "aws.accessKeyId", "local",
            "aws.secretAccessKey", "local");
    private static final Map<String, String> BEFORE = new HashMap<>();
    private static final String CALLS = "4 requests per day, burst 4";
    private static final String BUDGET = "1 USD per month at 0.25 USD per call";
    private static final String POLICY = """
            roles:
              analyst:
                - endpoint: llm
                  actions: [invoke]
                  limits:
                    - 4 requests per day, burst 4
                    - {limit: 1 USD per month at 0.25 USD per call, scope: role}
            bindings:
              - {role: analyst, members: [key:alice]}
            """;
    private static int tables;

    @TempDir
    private Path directory;

    private final DynamoDbClient client = SharedWorld.get().tables();
    private String table = "";

    @BeforeAll
    static void aimTheSdk() {
        SETTINGS.forEach((name, value) -> {
            BEFORE.put(name, System.getProperty(name, ""));
            System.setProperty(name, value);
        });
    }

    @AfterAll
    static void restore() {
        BEFORE.forEach((name, value) -> {
            if (value.isEmpty()) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
    }

    @BeforeEach
    void makeATable() {
        table = "top-" + System.nanoTime() + "-" + tables++;
        LocalTables.create(client, table);
    }

    private DynamoDbUsageStore store() {
        return new DynamoDbUsageStore(LocalCalls.dynamoDb(SharedWorld.get().dynamodb()), table);
    }

    private Cli top(String... more) throws IOException {
        var policy = Files.writeString(directory.resolve("policy.yaml"), POLICY);
        var args = new String[6 + more.length];
        System.arraycopy(new String[] {"usage", "top", "--usage-table", table, "-f", policy.toString()}, 0, args, 0, 6);
        System.arraycopy(more, 0, args, 6, more.length);
        return Cli.run(args);
    }

    private void call(String caller, Object... limits) {
        var limiter = new Limiter(store(), InstantSource.system());
        limiter.reserve(
                Calls.permit(limits),
                new ApiClient(caller, "k"),
                Calls.demand(10),
                Instant.now().plusSeconds(60));
    }

    @Test
    void theLimitThatIsUsedUpMostStandsFirstWithItsUser() throws IOException {
        var budget = Map.<String, Object>of("limit", BUDGET, "scope", "role");
        for (var i = 0; i < 4; i++) {
            call("alice", CALLS);
        }
        call("bob|x", CALLS, budget);
        call("bob|x", CALLS, budget);
        call("bob|x", CALLS, budget);
        var run = top();
        assertThat(run.exit()).isEqualTo(Exit.OK);
        var rows = run.out().lines().toList();
        assertThat(rows).hasSize(4);
        assertThat(rows.get(1)).contains("100%", CALLS, "0 of 4", "key:alice as analyst, llm");
        assertThat(rows.get(2)).contains("75%");
        assertThat(run.out())
                .contains("0.25 USD of 1 USD", "everybody as analyst, llm", "1 of 4", "key:bob|x as analyst, llm");
        assertThat(top("--most", "1").out().lines()).hasSize(2);
    }

    @Test
    void nothingUsedIsSaid() throws IOException {
        assertThat(top().out()).isEqualToIgnoringNewLines("No limit is used at all.");
        assertThat(Cli.run("usage", "top").err()).contains("--usage-table");
    }

    @Test
    void theReportsSumIsWhatDynamoDbCharged() throws IOException, UsageUnavailableException {
        var file = directory.resolve("month.log");
        BigDecimal charged;
        try (var out = Files.newOutputStream(file)) {
            var month = new MadeUpMonth(store(), out);
            month.write(200);
            charged = BigDecimal.valueOf(month.charged(), 9);
        }
        var json =
                Cli.run("usage", "report", "--format", "json", file.toString()).out();
        assertThat(charged).isPositive();
        assertThat(new ObjectMapper().readTree(json).at("/total/usd").asText())
                .isEqualTo(charged.stripTrailingZeros().toPlainString());
    }
}
