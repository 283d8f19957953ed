package io.sagegate.bench;

import io.sagegate.cli.policy.document.CompiledPolicy;
import io.sagegate.cli.policy.document.PolicyCompiler;
import io.sagegate.cli.policy.document.PolicyDocument;
import io.sagegate.cli.policy.prove.Policies;
import io.sagegate.cli.policy.prove.Proof;
import io.sagegate.cli.policy.prove.Reach;
import io.sagegate.cli.policy.prove.Sentence;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Supplier;

/// Measures proofs about a policy of 1,000 roles with 5,000 grants, bound to 2,000 groups, all of which a change of
/// their conditions touches.
///
/// `mvn -Pbench -Dbench.main=io.sagegate.bench.ProofFigures`
public final class ProofFigures {
    private static final int ROLES = 1_000;
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    private ProofFigures() {}

    public static void main(String[] args) throws Exception {
        var before = policy(20_000);
        var after = policy(10_000);
        for (var i = 0; i < 2; i++) {
            timed("narrows, and does", () -> proof(before, after).narrows());
            timed("narrows, and does not", () -> proof(after, before).narrows());
            timed("equivalent, and is", () -> proof(before, before).isEquivalent());
            timed("a sentence that holds", () -> reach(before, "nobody but okta:group:all reaches shared"));
            timed("a sentence that does not", () -> reach(before, "okta:group:g1 never reaches model-1"));
        }
    }

    private static Policies proof(CompiledPolicy before, CompiledPolicy after) {
        try {
            return Policies.of(before, after, NOW);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Proof reach(CompiledPolicy policy, String sentence) {
        try {
            return Reach.of(policy, NOW).prove(Sentence.of(sentence).orElseThrow());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void timed(String name, Supplier<Proof> proof) {
        var cpu = ManagementFactory.getThreadMXBean();
        var begun = cpu.getCurrentThreadCpuTime();
        var outcome = proof.get().getClass().getSimpleName();
        var spent = (cpu.getCurrentThreadCpuTime() - begun) / 1e9;
        System.out.printf(Locale.ROOT, "%-28s %-8s %.2f s of CPU%n", name, outcome, spent);
    }

    /// @param bytes the largest body
    private static CompiledPolicy policy(int bytes) throws Exception {
        var text =
                new StringBuilder("issuers:\n  - {name: okta, issuer: \"https://acme.okta.com\", audiences: [api]}\n");
        text.append("roles:\n  everyone:\n    - {endpoint: shared, actions: [invoke]}\n");
        for (var i = 0; i < ROLES; i++) {
            text.append("  r").append(i).append(":\n");
            for (var j = 0; j < 5; j++) {
                text.append("    - {endpoint: model-").append((i + j * 7) % ROLES);
                text.append(", actions: [invoke, invoke-stream], when: {maxRequestBytes: ")
                        .append(bytes + j);
                text.append(", sources: [10.").append(i % 200).append(".0.0/16], hours: {from: \"08:00\", to: \"1");
                text.append(j).append(":00\", zone: Europe/Vienna}}}\n");
            }
        }
        text.append("bindings:\n  - {role: everyone, members: [okta:group:all]}\n");
        for (var i = 0; i < ROLES; i++) {
            text.append("  - {role: r")
                    .append(i)
                    .append(", members: [okta:group:g")
                    .append(i);
            text.append(", okta:group:h").append(i).append("]}\n");
        }
        return PolicyCompiler.compile(PolicyDocument.parse("policy.yaml", text.toString()))
                .sound();
    }
}
