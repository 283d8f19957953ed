package io.sagegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.audit.Events;
import io.sagegate.audit.chain.ChainReport;
import io.sagegate.audit.chain.ChainedAuditLog;
import io.sagegate.audit.chain.ChainedAuditLog.Heads;
import io.sagegate.audit.ocsf.AuditSource;
import io.sagegate.audit.ocsf.OcsfWriter;
import io.sagegate.cli.audit.RecordCheck;
import io.sagegate.cli.console.Exit;
import io.sagegate.local.http.Header;
import io.sagegate.local.http.LoopbackServer;
import io.sagegate.reason.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditCommandsTest {
    @TempDir
    private Path directory;

    private Path log = Path.of("");

    @BeforeEach
    void writeALog() throws IOException {
        log = directory.resolve("audit.log");
        try (var out = Files.newOutputStream(log)) {
            out.write("START an operational line\n".getBytes(StandardCharsets.UTF_8));
            var audit = new ChainedAuditLog(
                    out,
                    new OcsfWriter(new AuditSource("111122223333", "us-east-1", "test")),
                    Heads.NONE,
                    InstantSource.system());
            audit.write(Events.attempt("one"));
            audit.write(Events.withPolicyReadFirst(Events.completion("one", Reason.GRANTED)));
            audit.write(Events.completion("two", Reason.NOT_GRANTED));
            audit.write(Events.attempt("three"));
        }
    }

    @Test
    void aWholeLogIsIntactAndTheOpenCallIsNamed() {
        var run = Cli.run("audit", "verify", log.toString());
        assertThat(run.exit()).isEqualTo(Exit.OK);
        assertThat(run.out()).contains("NO_COMPLETION", "audit.log:5", "intact: 4 lines in 1 chain, 1 without");
    }

    @Test
    void aChangedLineIsNamedAndExitsWithOne() throws IOException {
        Files.writeString(log, Files.readString(log).replaceFirst("\"Denied\"", "\"Allowe\""));
        var run = Cli.run("audit", "verify", log.toString());
        assertThat(run.exit()).isEqualTo(Exit.NO);
        assertThat(run.out()).contains("audit.log:4: ALTERED", "sequence 2)", "NOT INTACT");
    }

    @Test
    void theRulesAreHeldAgainstTheLinesOnlyWhereThatIsAskedFor() throws IOException {
        var run = Cli.run("audit", "verify", "--rules", log.toString());
        assertThat(run.exit()).isEqualTo(Exit.OK);
        assertThat(run.out()).contains("rules kept: 4 lines, 1 open at the end");

        // The chain has its hashes, but the calls' lines were written by no gateway.
        try (var out = Files.newOutputStream(log)) {
            var writer = new OcsfWriter(new AuditSource("111122223333", "us-east-1", "test"));
            var audit = new ChainedAuditLog(out, writer, Heads.NONE, InstantSource.system());
            audit.write(Events.completion("one", Reason.GRANTED));
            audit.write(Events.completion("two", Reason.NOT_GRANTED));
            audit.write(Events.completion("two", Reason.NOT_GRANTED));
        }
        assertThat(Cli.run("audit", "verify", log.toString()).exit()).isEqualTo(Exit.OK);
        var broken = Cli.run("audit", "verify", "--rules", "--most", "1", log.toString());
        assertThat(broken.exit()).isEqualTo(Exit.NO);
        assertThat(broken.out())
                .contains(
                        "audit.log:1: attempted: ",
                        "sequence 0, request one)",
                        "… and 1 more",
                        "RULES BROKEN: 2 breaches")
                .doesNotContain("completed: ");
    }

    @Test
    void gzippedFilesAreReadInTheOrderGiven() throws IOException {
        var lines = Files.readAllLines(log);
        var first = gzip("first.gz", lines.subList(0, 2));
        var second = gzip("second.gz", lines.subList(2, 5));
        assertThat(Cli.run("audit", "verify", first, second).exit()).isEqualTo(Exit.OK);
        assertThat(Cli.run("audit", "verify", second, first).out()).contains("REORDERED");
        assertThat(Cli.run("audit", "verify", second).out()).contains("BEGINS_LATE");
    }

    private String gzip(String name, List<String> lines) throws IOException {
        var file = directory.resolve(name);
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return file.toString();
    }

    @Test
    void aLogWithoutAuditLinesIsNoProof() throws IOException {
        Files.writeString(log, "nothing\n");
        assertThat(Cli.run("audit", "verify", log.toString()).exit()).isEqualTo(Exit.NO);
        assertThat(Cli.run("audit", "verify").exit()).isEqualTo(Exit.USAGE);
        assertThat(Cli.run("audit", "verify", "/nowhere").exit()).isEqualTo(Exit.UNAVAILABLE);
    }

    @Test
    void searchKeepsWhatMatchesEveryOption() {
        var denied = Cli.run("audit", "search", "--denied", "--caller", "alice", log.toString());
        assertThat(denied.out()).contains("not_granted", "two").doesNotContain("one");
        var none = Cli.run("audit", "search", "--denied", "--reason", "granted", log.toString());
        assertThat(none.exit()).isEqualTo(Exit.NO);
    }

    @Test
    void showTellsOneRequestAndThatItNeverEnded() {
        assertThat(Cli.run("audit", "show", "one", log.toString()).out())
                .contains("request one", "clinician/0", "sagemaker", "15.000 ms");
        assertThat(Cli.run("audit", "show", "three", log.toString()).out()).contains("has no completion");
        assertThat(Cli.run("audit", "show", "four", log.toString()).exit()).isEqualTo(Exit.NO);
    }

    @Test
    void aSearchThatCannotMatchIsToldFromOneThatDoesNot() {
        var bogus = Cli.run("audit", "search", "--reason", "not_grantd", log.toString());
        assertThat(bogus.exit()).isEqualTo(Exit.USAGE);
        assertThat(bogus.err()).contains("no reason code \"not_grantd\"; did you mean \"not_granted\"?");
        assertThat(bogus.out()).isEmpty();
        var none = Cli.run("audit", "search", "--caller", "zoe", log.toString());
        assertThat(none.exit()).isEqualTo(Exit.NO);
        assertThat(none.out()).isEqualToIgnoringNewLines("No call matches.");
    }

    @Test
    void oneSourceIsReadAndIsNamedBeforeAnythingIsShown() {
        for (var command : List.of("verify", "tail", "search")) {
            var nothing = Cli.run("audit", command);
            assertThat(nothing.exit()).isEqualTo(Exit.USAGE);
            assertThat(nothing.out()).isEmpty();
            assertThat(Cli.run("audit", command, "--log-group", "g", "--local").exit())
                    .isEqualTo(Exit.USAGE);
            assertThat(Cli.run("audit", command, "--log-group", "g", log.toString())
                            .exit())
                    .isEqualTo(Exit.USAGE);
            assertThat(Cli.run("audit", command, "--help").out()).doesNotContain(" --table");
        }
        assertThat(Cli.run("audit", "verify", "--help").out()).contains("--usage-table");
        assertThat(Cli.run("audit", "verify", "--heads", log.toString()).err()).contains("--usage-table");
    }

    @Test
    void aNumberOfLinesIsNotNegative() {
        assertThat(Cli.run("audit", "tail", "-n", "-1", log.toString()).exit()).isEqualTo(Exit.USAGE);
        assertThat(Cli.run("audit", "search", "--most", "0", log.toString()).exit())
                .isEqualTo(Exit.USAGE);
        assertThat(Cli.run("audit", "verify", "--most", "0", log.toString()).exit())
                .isEqualTo(Exit.USAGE);
    }

    @Test
    void aNameCannotForgeRowsOrSteerTheTerminal() throws IOException {
        var name = "eve\\n2026-01-01 00:00:00.000  Allowed  granted\\u009b2J\\u202e\\u2028";
        Files.writeString(log, Files.readString(log).replace("\"uid\":\"alice\"", "\"uid\":\"" + name + "\""));
        for (var run : List.of(
                Cli.run("audit", "search", "--caller", "eve", log.toString()),
                Cli.run("audit", "tail", "--no-follow", log.toString()),
                Cli.run("audit", "show", "one", log.toString()))) {
            assertThat(run.out()).contains("eve").doesNotContain("\n2026-01-01", "\u009b", "\u202e", "\u2028");
        }
    }

    @Test
    void linesThatCannotBeReadAreCountedAndStopNothing() throws IOException {
        var forged = "{\"class_uid\":6003,\"time\":\"x\"}\n{\"class_uid\":6003,\"time\":1,\"time\":2}\n";
        Files.writeString(log, forged + Files.readString(log));
        for (var run : List.of(
                Cli.run("audit", "search", "--caller", "alice", log.toString()),
                Cli.run("audit", "tail", "--no-follow", log.toString()),
                Cli.run("audit", "show", "one", log.toString()))) {
            assertThat(run.exit()).isEqualTo(Exit.OK);
            assertThat(run.out()).contains("one", "2 audit lines could not be read");
        }
    }

    @Test
    void aBarIsDrawnWhateverTheNumber() throws IOException {
        Files.writeString(
                log, Files.readString(log).replace("\"sagemaker\":15000", "\"sagemaker\":300000000000000000"));
        assertThat(Cli.run("audit", "show", "one", log.toString()).out()).contains("sagemaker  ");
    }

    @Test
    void aChainWhoseHeadWasPublishedInTheTimeReadMustBeThere() {
        var start = Instant.parse("2026-11-23T10:00:00Z");
        var gone = new ChainReport.Finding(ChainReport.Kind.TAIL_CUT, "", 0, "c", 0, 9, "gone");
        var late = new ChainReport.Finding(ChainReport.Kind.BEGINS_LATE, "", 1, "c", 0, 9, "late");
        assertThat(RecordCheck.counts(gone, Optional.empty(), Map.of())).isTrue();
        assertThat(RecordCheck.counts(gone, Optional.of(start), Map.of("c", start.minusSeconds(1))))
                .isFalse();
        assertThat(RecordCheck.counts(gone, Optional.of(start), Map.of("c", start)))
                .isTrue();
        assertThat(RecordCheck.counts(late, Optional.of(start), Map.of("c", start)))
                .isFalse();
    }

    @Test
    void tailShowsTheNewestCalls() {
        var run = Cli.run("audit", "tail", "-n", "1", "--no-follow", log.toString());
        assertThat(run.out()).contains("two").doesNotContain("one");
    }

    @Test
    void showFindsARequestByTheWayInsOwnIdToo() {
        assertThat(Cli.run("audit", "show", "event-one", log.toString()).out())
                .contains("request one", "way in's own id", "event-one");
    }

    /// The property is what the SDK takes `AWS_ENDPOINT_URL_CLOUDWATCH_LOGS` for, which a test cannot set.
    @Test
    void aLogGroupIsReadWhereTheSdkIsToldThatTheServiceIs() throws IOException {
        var line = Files.readAllLines(log).get(1).replace("\\", "\\\\").replace("\"", "\\\"");
        var page = "{\"events\":[{\"eventId\":\"1\",\"message\":\"" + line + "\"}]}";
        try (var server = LoopbackServer.start(
                0,
                exchange -> exchange.answer(
                        200,
                        List.of(new Header("Content-Type", "application/x-amz-json-1.1")),
                        page.getBytes(StandardCharsets.UTF_8)))) {
            System.setProperty("aws.endpointUrlCloudWatchLogs", server.uri().toString());
            System.setProperty("aws.accessKeyId", "AKIATEST");
            System.setProperty("aws.secretAccessKey", "secret");
            var run = Cli.run("audit", "search", "--log-group", "/sagegate", "--region", "eu-west-1");
            assertThat(run.err()).isEmpty();
            assertThat(Cli.run("audit", "show", "one", "--log-group", "/sagegate", "--region", "eu-west-1")
                            .out())
                    .contains("request one");
        } finally {
            List.of("aws.endpointUrlCloudWatchLogs", "aws.accessKeyId", "aws.secretAccessKey")
                    .forEach(System::clearProperty);
        }
    }
}
