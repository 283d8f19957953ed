package io.sagegate.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sagegate.audit.Events;
import io.sagegate.audit.chain.ChainedAuditLog;
import io.sagegate.audit.ocsf.AuditSource;
import io.sagegate.audit.ocsf.OcsfWriter;
import io.sagegate.cli.console.Console;
import io.sagegate.local.http.Exchange;
import io.sagegate.local.http.Header;
import io.sagegate.local.http.LoopbackServer;
import io.sagegate.reason.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;

final class LogGroupTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> asked = new CopyOnWriteArrayList<>();

    /// The answers in turn: a status and a body, or `cut`.
    private final List<String> answers = new CopyOnWriteArrayList<>();

    private void handle(Exchange exchange) throws IOException {
        asked.add(exchange.header("authorization").orElse("")
                + new String(exchange.body().readAllBytes(), StandardCharsets.UTF_8));
        var answer = answers.get(Math.min(asked.size(), answers.size()) - 1);
        if (answer.equals("cut")) {
            exchange.abort();
            return;
        }
        exchange.answer(
                Integer.parseInt(answer.substring(0, 3)),
                List.of(new Header("Content-Type", "application/x-amz-json-1.1")),
                answer.substring(4).getBytes(StandardCharsets.UTF_8));
    }

    private static LogGroup group(LoopbackServer server) {
        var client = CloudWatchLogsClient.builder()
                .endpointOverride(server.uri())
                .region(Region.EU_WEST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIATEST", "secret")));
        return LogGroup.of("/sagegate", client, Duration.ofMillis(1));
    }

    private static List<String> messages(LogGroup group) {
        var messages = new ArrayList<String>();
        group.pages(Instant.EPOCH).forEachRemaining(page -> messages.addAll(page.messages()));
        return messages;
    }

    @Test
    void pagesAreReadInTurnWithSignedRequests() throws IOException {
        answers.add("200 {\"events\":[{\"eventId\":\"1\",\"message\":\"a\"}],\"nextToken\":\"more\"}");
        answers.add("200 {\"events\":[{\"eventId\":\"2\",\"message\":\"b\\n\"}]}");
        try (var server = LoopbackServer.start(0, this::handle);
                var group = group(server)) {
            assertThat(messages(group)).containsExactly("a", "b");
        }
        assertThat(asked)
                .hasSize(2)
                .allSatisfy(request -> assertThat(request)
                        .contains(
                                "AWS4-HMAC-SHA256 Credential=AKIATEST/",
                                "/eu-west-1/logs/aws4_request",
                                "class_uid = 6003"));
        assertThat(asked.get(1)).contains("\"nextToken\":\"more\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 {\"__type\":\"ThrottlingException\",\"message\":\"Rate exceeded\"}",
                "503 {\"__type\":\"ServiceUnavailableException\"}",
                "500 {}",
                "cut"
            })
    void aPageThatFailsForNowIsAskedForAgain(String failure) throws IOException {
        answers.add("200 {\"events\":[{\"eventId\":\"1\",\"message\":\"a\"}],\"nextToken\":\"more\"}");
        for (var i = 0; i < 6; i++) {
            answers.add(failure);
        }
        answers.add("200 {\"events\":[{\"eventId\":\"2\",\"message\":\"b\"}]}");
        try (var server = LoopbackServer.start(0, this::handle);
                var group = group(server)) {
            assertThat(messages(group)).containsExactly("a", "b");
        }
        assertThat(asked).hasSize(8);
    }

    @Test
    void aRefusalIsNotAskedForAgain() throws IOException {
        answers.add("400 {\"__type\":\"ResourceNotFoundException\",\"message\":\"no such group\"}");
        try (var server = LoopbackServer.start(0, this::handle);
                var group = group(server)) {
            assertThatThrownBy(() -> messages(group))
                    .isInstanceOf(CloudWatchLogsException.class)
                    .hasMessageContaining("no such group");
        }
        assertThat(asked).hasSize(1);
    }

    @Test
    void theNewestLinesAreAsManyAsAskedFor() throws IOException {
        answers.add("200 {\"events\":" + events(30) + "}");
        try (var server = LoopbackServer.start(0, this::handle);
                var group = group(server)) {
            var tail = new LogTail(group, console());
            assertThat(tail.newest(10, Optional.empty()))
                    .extracting(AuditRecord::request)
                    .hasSize(10)
                    .startsWith("r20")
                    .endsWith("r29");
            assertThat(asked).as("ten minutes held enough").hasSize(1);
        }
    }

    @Test
    void aQuietLogIsLookedAtFurtherBack() throws IOException {
        answers.add("200 {\"events\":" + events(2) + "}");
        answers.add("200 {\"events\":" + events(12) + "}");
        try (var server = LoopbackServer.start(0, this::handle);
                var group = group(server)) {
            assertThat(new LogTail(group, console()).newest(10, Optional.empty()))
                    .hasSize(10);
            assertThat(asked).hasSize(2);
        }
    }

    private static Console console() {
        return Console.of(new CommandLine(new AuditCommand())
                .setOut(new PrintWriter(new StringWriter()))
                .getCommandSpec());
    }

    private static String events(int calls) throws IOException {
        var out = new ByteArrayOutputStream();
        var log = new ChainedAuditLog(
                out,
                new OcsfWriter(new AuditSource("111122223333", "eu-west-1", "test")),
                ChainedAuditLog.Heads.NONE,
                InstantSource.system());
        for (var i = 0; i < calls; i++) {
            log.write(Events.attempt("r" + i));
            log.write(Events.completion("r" + i, Reason.GRANTED));
        }
        var events = JSON.createArrayNode();
        out.toString(StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> events.addObject()
                        .put("eventId", Integer.toString(events.size()))
                        .put("message", line));
        return events.toString();
    }
}
