package io.sagegate.bench;

import io.sagegate.audit.AuditEvent;
import io.sagegate.audit.AuditEvent.Phase;
import io.sagegate.audit.Events;
import io.sagegate.audit.chain.ChainVerifier;
import io.sagegate.audit.chain.ChainedAuditLog;
import io.sagegate.audit.chain.ChainedAuditLog.Heads;
import io.sagegate.audit.ocsf.AuditSource;
import io.sagegate.audit.ocsf.OcsfWriter;
import io.sagegate.limits.LimitUse;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.reason.Reason;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;

/// The cost of the record: lines a core can write (to a file, one write each), their size, and the CPU time it takes to
/// verify a million of them. Calls have as many limits as the argument says, or two, and tokens if they have limits.
///
/// `mvn -Pbench -Dbench.main=io.sagegate.bench.AuditCost -Dbench.args=2`
public final class AuditCost {
    private static final int LINES = 1_000_000;

    private AuditCost() {}

    public static void main(String[] args) throws IOException {
        var file = Files.createDirectories(Path.of("target", "bench")).resolve("million.log");
        Files.deleteIfExists(file);
        var cpu = ManagementFactory.getThreadMXBean();
        var limits = args.length == 0 ? 2 : Integer.parseInt(args[0]);
        var attempt = event("r", Phase.ATTEMPT, limits);
        var completion = event("r", Phase.COMPLETION, limits);
        long written;
        try (var out = new FileOutputStream(file.toFile())) {
            var audit = new ChainedAuditLog(
                    out,
                    new OcsfWriter(new AuditSource("111122223333", "us-east-1", "bench")),
                    Heads.NONE,
                    InstantSource.system());
            var begun = cpu.getCurrentThreadCpuTime();
            for (var i = 0; i < LINES / 2; i++) {
                audit.write(attempt);
                audit.write(completion);
            }
            written = cpu.getCurrentThreadCpuTime() - begun;
        }
        System.out.printf(
                Locale.ROOT,
                "%nwrite   %,.0f lines/s on one core (%.1f µs of CPU each)%nsize    %d bytes/line on average%n",
                LINES / (written / 1e9),
                written / 1e3 / LINES,
                Files.size(file) / LINES);
        var begun = cpu.getCurrentThreadCpuTime();
        var verifier = new ChainVerifier();
        try (var in = Files.newInputStream(file)) {
            verifier.read("million.log", in);
        }
        var report = verifier.finish();
        System.out.printf(
                Locale.ROOT,
                "verify  %.1f s of CPU for %,d lines (%s)%n",
                (cpu.getCurrentThreadCpuTime() - begun) / 1e9,
                report.lines(),
                report.intact() ? "intact" : "NOT INTACT");
        Files.delete(file);
    }

    private static AuditEvent event(String id, Phase phase, int limits) {
        var http = Events.http(id, phase == Phase.ATTEMPT ? 0 : 200);
        var event = Events.event(phase, Reason.GRANTED, Optional.of(Events.ALICE), http);
        if (limits == 0) {
            return event;
        }
        var uses = Collections.nCopies(limits, Events.use("100 requests per minute", 1, 97));
        var limited = Events.limited(event, uses.toArray(LimitUse[]::new));
        return phase == Phase.ATTEMPT ? limited : Events.used(limited, Usage.of(312, 128, Usage.Source.MODEL));
    }
}
