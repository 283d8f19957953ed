package io.sagegate.aws.dynamodb.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sagegate.kit.Deadline;
import io.sagegate.limits.usage.UsageUnavailableException;
import io.sagegate.local.LocalCalls;
import io.sagegate.local.http.Exchange;
import io.sagegate.local.http.LoopbackServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Reads of tickets from a table that is short of capacity, so that it leaves keys out of its answers.
final class BusyTicketsTest {
    private static final String LEFT_OUT =
            "{\"Responses\":{},\"UnprocessedKeys\":{\"t\":{\"Keys\":[{\"id\":{\"S\":\"ticket#1\"}}]}}}";
    private static final String FOUND = """
            {"Responses":{"t":[{"id":{"S":"ticket#1"},"subject":{"S":"alice"},"output":{"S":"s3://bucket/results/1"}}]}}""";

    private final AtomicInteger requests = new AtomicInteger();
    private int busyFor;
    private LoopbackServer server;

    @BeforeEach
    void start() throws IOException {
        server = LoopbackServer.start(0, this::answer);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void answer(Exchange exchange) throws IOException {
        exchange.body().readAllBytes();
        var text = requests.getAndIncrement() < busyFor ? LEFT_OUT : FOUND;
        exchange.answer(200, List.of(), text.getBytes(StandardCharsets.UTF_8));
    }

    private DynamoDbTickets tickets() {
        return new DynamoDbTickets(LocalCalls.dynamoDb(server.uri()), "t");
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(10), InstantSource.system());
    }

    @Test
    void aTicketThatIsLeftOutIsAskedForAgain() throws UsageUnavailableException {
        busyFor = 3;

        assertThat(tickets().find("1", soon()).orElseThrow().subject()).isEqualTo("alice");
        assertThat(requests).hasValue(4);
    }

    @Test
    void aTicketThatIsAlwaysLeftOutIsNotMissing() {
        busyFor = Integer.MAX_VALUE;

        assertThatThrownBy(() -> tickets().find("1", soon())).isInstanceOf(UsageUnavailableException.class);
        assertThat(requests).hasValue(4);
    }
}
