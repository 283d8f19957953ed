package io.sagegate.aws.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sagegate.audit.AuditEvent;
import io.sagegate.audit.AuditEvent.Phase;
import io.sagegate.audit.Events;
import io.sagegate.audit.Verdict;
import io.sagegate.audit.chain.ChainedAuditLog;
import io.sagegate.audit.ocsf.AuditSource;
import io.sagegate.audit.ocsf.OcsfWriter;
import io.sagegate.reason.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Record, traces and metrics tell the same verdict, whatever the reason.
@ResourceLock(Resources.SYSTEM_OUT)
final class VerdictSinksTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<Arguments> everyReasonWithEveryVerdict() {
        var all = new ArrayList<Arguments>();
        for (var reason : Reason.values()) {
            for (var verdict : Verdict.values()) {
                all.add(Arguments.of(reason, verdict));
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("everyReasonWithEveryVerdict")
    void theThreeSinksAgree(Reason reason, Verdict verdict) throws IOException {
        var event = Events.judged(
                Events.event(Phase.COMPLETION, reason, Optional.of(Events.ALICE), Events.http("r", reason.status())),
                verdict);
        var denied = verdict == Verdict.DENIED;

        assertThat(record(event).at("/action").asText()).isEqualTo(denied ? "Denied" : "Allowed");
        assertThat(trace(event).at("/annotations/decision").asText()).isEqualTo(decision(verdict));
        assertThat(denials(event)).isEqualTo(denied ? List.of(1, 1) : List.of());
    }

    private static String decision(Verdict verdict) {
        return switch (verdict) {
            case ANSWERED -> "none";
            case ALLOWED -> "allow";
            case DENIED -> "deny";
        };
    }

    private static JsonNode record(AuditEvent event) throws IOException {
        var out = new ByteArrayOutputStream();
        var writer = new OcsfWriter(new AuditSource("111122223333", "us-east-1", "1"));
        new ChainedAuditLog(out, writer, ChainedAuditLog.Heads.NONE, InstantSource.system()).write(event);
        return JSON.readTree(out.toByteArray());
    }

    private static JsonNode trace(AuditEvent event) throws IOException {
        var datagram = new String(SegmentDocument.of(event), StandardCharsets.UTF_8);
        return JSON.readTree(datagram.substring(datagram.indexOf('\n') + 1));
    }

    /// The counts of the metric that the alarm reads, and of the one by reason that the dashboard reads.
    private static List<Integer> denials(AuditEvent event) throws IOException {
        var out = new ByteArrayOutputStream();
        var before = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            new EmfMetrics("Sagegate", "sagegate", () -> 0, InstantSource.system()).record(event);
        } finally {
            System.setOut(before);
        }
        var counts = new ArrayList<Integer>();
        for (var line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
            var node = JSON.readTree(line);
            if (node.has("Denials")) {
                counts.add(node.at("/Denials").asInt());
            }
        }
        return counts;
    }
}
