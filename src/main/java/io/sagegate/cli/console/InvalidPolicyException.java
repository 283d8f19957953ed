package io.sagegate.cli.console;

import java.util.List;

/// The failure that a policy document cannot be used, with all its findings.
public final class InvalidPolicyException extends Exception {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // Never sent anywhere.
    private final List<Finding> findings;

    public InvalidPolicyException(Finding finding) {
        this(List.of(finding));
    }

    public InvalidPolicyException(List<Finding> findings) {
        super(String.join("\n", findings.stream().map(Finding::text).toList()));
        this.findings = List.copyOf(findings);
    }

    public List<Finding> findings() {
        return findings;
    }
}
