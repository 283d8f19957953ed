package io.sagegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sagegate.aws.dynamodb.usage.DynamoDbUsageStore;
import io.sagegate.cli.console.Exit;
import io.sagegate.limits.usage.UsageUnavailableException;
import io.sagegate.local.LocalCalls;
import io.sagegate.local.LocalTables;
import io.sagegate.local.SharedWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Charges that people return, in a real usage table.
final class UsageGiveBackTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> SETTINGS = Map.of(
            "aws.endpointUrlDynamoDb", SharedWorld.get().dynamodb().toString(),
            "aws.region", "us-east-1",
            "aws.accessKeyId", "local",
            "aws.secretAccessKey", "local");

    @TempDir
    private Path directory;

    private final Map<String, String> before = new HashMap<>();
    private final String table = "giveback-" + System.nanoTime();
    private Path log = Path.of("");
    private MadeUpMonth month = new MadeUpMonth(store(), java.io.OutputStream.nullOutputStream());

    private DynamoDbUsageStore store() {
        return new DynamoDbUsageStore(LocalCalls.dynamoDb(SharedWorld.get().dynamodb()), table);
    }

    @BeforeEach
    void chargeSomeCalls() throws IOException, UsageUnavailableException {
        SETTINGS.forEach((name, value) -> {
            before.put(name, System.getProperty(name, ""));
            System.setProperty(name, value);
        });
        LocalTables.create(SharedWorld.get().tables(), table);
        log = directory.resolve("month.log");
        try (var out = Files.newOutputStream(log)) {
            month = new MadeUpMonth(store(), out);
            month.write(20);
        }
    }

    @AfterEach
    void restore() {
        before.forEach((name, value) -> {
            if (value.isEmpty()) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
    }

    private Cli giveBack(String request, String... more) throws IOException {
        var words = new ArrayList<>(List.of("usage", "give-back", request, log.toString()));
        words.addAll(List.of("--usage-table", table, "--author", "erin", "--because", "the model answered nonsense"));
        words.addAll(List.of(more));
        return Cli.run(words.toArray(String[]::new));
    }

    /// Completion lines of calls that were charged.
    private List<JsonNode> charged() throws IOException {
        var lines = new ArrayList<JsonNode>();
        for (var line : Files.readAllLines(log)) {
            var json = JSON.readTree(line);
            if (json.at("/unmapped/phase").asText().equals("completion")
                    && json.at("/unmapped/limits/0/charged").asLong() > 0) {
                lines.add(json);
            }
        }
        return lines;
    }

    private static String request(JsonNode line) {
        return line.at("/unmapped/request").asText();
    }

    private static long amount(JsonNode line) {
        return line.at("/unmapped/limits/0/charged").asLong();
    }

    @Test
    void aChargeComesBackOnceAndIsOnRecord() throws IOException, UsageUnavailableException {
        var line = charged().getFirst();
        var all = month.charged();
        var run = giveBack(request(line));
        assertThat(run.exit()).isEqualTo(Exit.OK);
        assertThat(run.out()).contains("gave back", "USD-month");
        assertThat(month.charged()).isEqualTo(all - amount(line));

        var again = giveBack(request(line));
        assertThat(again.exit()).isEqualTo(Exit.CONFLICT);
        assertThat(again.out()).contains("given back before");
        assertThat(month.charged()).isEqualTo(all - amount(line));

        var listed = Cli.run("usage", "given-back", "--usage-table", table).out();
        assertThat(listed).contains(request(line), "erin: the model answered nonsense");
        assertThat(listed.lines()).hasSize(2);
    }

    @Test
    void aPartIsWhatWasAskedForAndNeverMoreThanTheCharge() throws IOException, UsageUnavailableException {
        var line = charged().getFirst();
        var all = month.charged();
        assertThat(giveBack(request(line), "--amount", "5").exit()).isEqualTo(Exit.USAGE);
        assertThat(giveBack(request(line), "--amount", "-1").exit()).isEqualTo(Exit.USAGE);
        assertThat(giveBack(request(line), "--amount", "0.000000001", "--limit", "USD-month")
                        .exit())
                .isEqualTo(Exit.OK);
        assertThat(month.charged()).isEqualTo(all - 1);
        assertThat(giveBack(request(line)).exit())
                .as("once, in whole or in part")
                .isEqualTo(Exit.CONFLICT);
    }

    @Test
    void nothingComesBackInAnotherWindowOrBelowZero() throws IOException, UsageUnavailableException {
        var line = charged().getFirst();
        var key = "principal|" + line.at("/policy/uid").asText().replaceAll("/.*", "") + "|"
                + line.at("/resources/0/name").asText() + "|"
                + line.at("/actor/idp/name").asText() + "|"
                + line.at("/actor/user/uid").asText();
        set(key, "USD/month", amount(line) - 1);
        assertThat(giveBack(request(line)).out()).contains("holds less");
        set(key, "USD/month", amount(line));
        set(key, "USD/month@", 1);
        var late = giveBack(request(line));
        assertThat(late.exit()).isEqualTo(Exit.NO);
        assertThat(late.out()).contains("window is over");
        assertThat(Cli.run("usage", "given-back", "--usage-table", table).out()).contains("Nothing was given back.");
    }

    private void set(String key, String name, long value) {
        SharedWorld.get()
                .tables()
                .updateItem(update -> update.tableName(table)
                        .key(Map.of("id", AttributeValue.fromS(key)))
                        .updateExpression("SET #n = :v")
                        .expressionAttributeNames(Map.of("#n", name))
                        .expressionAttributeValues(Map.of(":v", AttributeValue.fromN(Long.toString(value)))));
    }

    @Test
    void aRequestThatIsNotOnRecordAndALimitThatItHasNotAreRefused() throws IOException {
        assertThat(giveBack("no-such-call").exit()).isEqualTo(Exit.NO);
        assertThat(giveBack(request(charged().getFirst()), "--limit", "tokens-month")
                        .exit())
                .isEqualTo(Exit.NO);
        var silent = Cli.run("usage", "give-back", "x", log.toString(), "--usage-table", table);
        assertThat(silent.exit()).as("no reason").isEqualTo(Exit.USAGE);
    }
}
