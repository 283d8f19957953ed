package io.sagegate.local.world;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sagegate.local.LocalTables;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DynamoDbLocalTest {
    private final DynamoDbLocal database;

    DynamoDbLocalTest(@TempDir Path directory) throws Exception {
        database = DynamoDbLocal.start(directory);
    }

    @BeforeAll
    void createTable() {
        try (DynamoDbClient client = client()) {
            LocalTables.create(client, "policy");
        }
    }

    @AfterAll
    void stop() throws Exception {
        ProcessHandle process = ProcessHandle.of(database.pid()).orElseThrow();
        database.close();
        process.onExit().get(20, SECONDS);
    }

    @Test
    void whatIsWrittenIsRead() {
        try (DynamoDbClient client = client()) {
            client.putItem(put -> put.tableName("policy")
                    .item(Map.of("id", AttributeValue.fromS("role#a"), "n", AttributeValue.fromN("1"))));

            assertThat(client.getItem(get -> get.tableName("policy").key(Map.of("id", AttributeValue.fromS("role#a"))))
                            .item())
                    .containsEntry("n", AttributeValue.fromN("1"));
        }
    }

    @Test
    void aSecondCopyRunsBesideTheFirst(@TempDir Path other) throws Exception {
        try (DynamoDbLocal second = DynamoDbLocal.start(other);
                Socket first = new Socket(
                        InetAddress.getLoopbackAddress(), database.endpoint().getPort());
                Socket beside = new Socket(
                        InetAddress.getLoopbackAddress(), second.endpoint().getPort())) {
            assertThat(beside.getPort()).isNotEqualTo(first.getPort());
        }
    }

    @Test
    void noOtherInterfaceThanLoopbackIsListenedOn() throws Exception {
        for (InetAddress address : otherAddresses()) {
            assertThatThrownBy(() -> {
                        try (Socket _ = new Socket(address, database.endpoint().getPort())) {
                            throw new AssertionError("connected to " + address);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    /// 127.0.0.2 too: a program that listens on every interface answers there, one that listens on 127.0.0.1 does not.
    private static List<InetAddress> otherAddresses() throws IOException {
        return Stream.concat(
                        Stream.of(InetAddress.getByAddress(new byte[] {127, 0, 0, 2})),
                        NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses))
                .filter(address -> address instanceof Inet4Address)
                .filter(address -> !address.equals(InetAddress.getLoopbackAddress()))
                .toList();
    }

    private DynamoDbClient client() {
        return DynamoDbClient.builder()
                .endpointOverride(database.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClient(AwsCrtHttpClient.create())
                .build();
    }
}
