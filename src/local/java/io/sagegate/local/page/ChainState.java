package io.sagegate.local.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sagegate.audit.chain.ChainReport;
import io.sagegate.audit.chain.ChainReport.Kind;
import io.sagegate.audit.chain.ChainVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The state of the chain in the audit log on disk. It is verified again whenever the file has changed.
final class ChainState {
    private static final int SHOWN = 20;

    private final Path auditLog;
    private String version = "";
    private @Nullable ChainReport report;

    ChainState(Path auditLog) {
        this.auditLog = auditLog;
    }

    synchronized void write(ObjectNode json) throws IOException {
        var verified = verified();
        json.put("lines", verified.lines());
        json.put("chains", verified.chains());
        json.put("intact", verified.intact());
        json.put(
                "open",
                verified.findings().stream()
                        .filter(finding -> finding.kind() == Kind.NO_COMPLETION)
                        .count());
        var findings = json.putArray("findings");
        verified.findings().stream()
                .filter(finding -> finding.kind().isTampering())
                .limit(SHOWN)
                .forEach(finding -> findings.addObject()
                        .put("kind", finding.kind().name())
                        .put("line", finding.line())
                        .put("detail", finding.detail()));
    }

    private ChainReport verified() throws IOException {
        var now = Files.size(auditLog) + " " + Files.getLastModifiedTime(auditLog);
        var last = report;
        if (last != null && now.equals(version)) {
            return last;
        }
        var verifier = new ChainVerifier();
        try (var in = Files.newInputStream(auditLog)) {
            verifier.read(auditLog.getFileName().toString(), in);
        }
        var fresh = verifier.finish();
        version = now;
        report = fresh;
        return fresh;
    }
}
