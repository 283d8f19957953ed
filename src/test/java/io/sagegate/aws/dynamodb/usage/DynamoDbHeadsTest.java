package io.sagegate.aws.dynamodb.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sagegate.audit.chain.ChainHead;
import io.sagegate.aws.dynamodb.Attributes;
import io.sagegate.aws.dynamodb.UnreadableRowException;
import io.sagegate.kit.Deadline;
import io.sagegate.local.LocalCalls;
import io.sagegate.local.LocalTables;
import io.sagegate.local.world.DynamoDbLocal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DynamoDbHeadsTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-23T10:00:00Z"));

    private static final Deadline IN_TIME = Deadline.in(Duration.ofMinutes(1), CLOCK);

    private DynamoDbLocal database;
    private DynamoDbClient client;

    @BeforeAll
    void boot(@TempDir Path directory) throws IOException, InterruptedException {
        database = DynamoDbLocal.start(directory);
        client = client(database.endpoint());
    }

    @AfterAll
    void stop() {
        client.close();
        database.close();
    }

    private static DynamoDbClient client(URI endpoint) {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClientBuilder(AwsCrtHttpClient.builder())
                .build();
    }

    private DynamoDbHeads heads(String table) {
        LocalTables.create(client, table);
        return new DynamoDbHeads(LocalCalls.dynamoDb(database.endpoint()), table, Duration.ofDays(400), CLOCK);
    }

    @Test
    void theNewestHeadOfEachChainIsKeptWhateverTheOrderTheyArriveIn() {
        var heads = heads("heads");
        heads.publish(new ChainHead("a", 1, "h1"), IN_TIME);
        heads.publish(new ChainHead("a", 9, "h9"), IN_TIME);
        assertThat(heads.publish(new ChainHead("a", 5, "h5"), IN_TIME)).isTrue();
        heads.publish(new ChainHead("b", 0, "h0"), IN_TIME);
        assertThat(DynamoDbHeads.all(client, "heads"))
                .containsExactlyInAnyOrder(
                        new DynamoDbHeads.Published(new ChainHead("a", 9, "h9"), CLOCK.instant()),
                        new DynamoDbHeads.Published(new ChainHead("b", 0, "h0"), CLOCK.instant()));
    }

    /// A head that was changed must not look like a chain without one.
    @ParameterizedTest
    @CsvSource({"sequence, 1.5", "sequence, 1E30", "sequence,", "published, 1E18", "published,", "hash, 1"})
    void aHeadThatWasChangedByHandIsTold(String name, @Nullable String number) {
        var table = name + "-" + number;
        heads(table);
        var row = Attributes.ofMap(Map.of("id", "chain#a", "sequence", 1, "hash", "h", "published", 1));
        row.put(name, number == null ? AttributeValue.fromS("") : AttributeValue.fromN(number));
        client.putItem(put -> put.tableName(table).item(row));
        assertThatThrownBy(() -> DynamoDbHeads.all(client, table))
                .isInstanceOf(UnreadableRowException.class)
                .hasMessage("the row \"chain#a\" has no " + name + " that can be read");
    }

    /// The record would else tell of an answer that the function had no time left to send.
    @Test
    void aHeadForWhichNoTimeIsLeftIsNotPublished() {
        var heads = heads("late");
        assertThat(heads.publish(new ChainHead("a", 1, "h1"), Deadline.in(Duration.ZERO, CLOCK)))
                .isFalse();
        assertThat(DynamoDbHeads.all(client, "late")).isEmpty();
    }

    @Test
    void aTableThatIsNotThereDoesNotFailTheCallAndIsTold() {
        var heads = new DynamoDbHeads(LocalCalls.dynamoDb(database.endpoint()), "missing", Duration.ofDays(400), CLOCK);
        assertThat(heads.publish(new ChainHead("a", 1, "h"), IN_TIME)).isFalse();
    }
}
