package io.sagegate.bench;

import io.sagegate.audit.AuditEvent;
import io.sagegate.audit.AuditEvent.Phase;
import io.sagegate.audit.Events;
import io.sagegate.audit.chain.ChainedAuditLog;
import io.sagegate.audit.chain.ChainedAuditLog.Heads;
import io.sagegate.audit.chain.LineReader;
import io.sagegate.audit.ocsf.AuditSource;
import io.sagegate.audit.ocsf.OcsfWriter;
import io.sagegate.audit.protocol.Protocol;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.reason.Reason;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/// Measures how long the rules of the record take over a million lines of half a million calls, and the memory that
/// they hold at the end.
///
/// `mvn -Pbench -Dbench.main=io.sagegate.bench.RulesCost`
public final class RulesCost {
    private static final int CALLS = 500_000;

    private RulesCost() {}

    public static void main(String[] args) throws IOException {
        var file = Files.createDirectories(Path.of("target", "bench")).resolve("rules.log");
        write(file);
        var cpu = ManagementFactory.getThreadMXBean();
        var before = used();
        var begun = cpu.getCurrentThreadCpuTime();
        var protocol = new Protocol();
        var breaches = new long[1];
        try (var in = Files.newInputStream(file)) {
            new LineReader(in)
                    .forEach((line, _) -> breaches[0] += protocol.accept(line).size());
        }
        var spent = cpu.getCurrentThreadCpuTime() - begun;
        System.out.printf(
                Locale.ROOT,
                "%nrules  %.1f s of CPU for %,d lines of %d bytes, %d breaches%nmemory %d MB held at the end%n",
                spent / 1e9,
                protocol.extent().lines(),
                Files.size(file) / protocol.extent().lines(),
                breaches[0],
                (used() - before) >> 20);
        Files.delete(file);
    }

    private static void write(Path file) throws IOException {
        try (var out = new FileOutputStream(file.toFile())) {
            var writer = new OcsfWriter(new AuditSource("111122223333", "us-east-1", "bench"));
            var audit = new ChainedAuditLog(out, writer, Heads.NONE, InstantSource.system());
            for (var i = 0; i < CALLS; i++) {
                var id = "5759e988-bd86-4e3f-81be-" + String.format(Locale.ROOT, "%012d", i);
                audit.write(event(id, Phase.ATTEMPT));
                audit.write(Events.used(event(id, Phase.COMPLETION), Usage.of(312, 128, Usage.Source.MODEL)));
            }
        }
    }

    private static AuditEvent event(String id, Phase phase) {
        var http = Events.http(id, phase == Phase.ATTEMPT ? 0 : 200);
        var use = Events.use("100 requests per minute", 1, 97);
        return Events.limited(Events.event(phase, Reason.GRANTED, Optional.of(Events.ALICE), http), use, use);
    }

    /// Bytes of the heap that are in use.
    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
