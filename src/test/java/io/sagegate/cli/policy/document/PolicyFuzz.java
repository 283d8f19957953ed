package io.sagegate.cli.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.cli.console.InvalidPolicyException;
import io.sagegate.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;

/// A policy file has findings or none; it never makes the command line fail.
public final class PolicyFuzz implements FuzzTarget {
    @Override
    public void accept(byte[] input) {
        try {
            var document = PolicyDocument.parse("policy.yaml", new String(input, StandardCharsets.UTF_8));
            var compiled = PolicyCompiler.compile(document);
            compiled.findings().forEach(finding -> assertThat(finding.text()).startsWith("policy.yaml:"));
        } catch (InvalidPolicyException e) {
            assertThat(e.findings()).isNotEmpty();
        }
    }
}
