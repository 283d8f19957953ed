package io.sagegate.policy.document;

import java.util.ArrayList;
import java.util.List;

/// A policy document or item that breaks the rules. The path says where, the message what to write instead.
public final class PolicySyntaxException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String path;

    public PolicySyntaxException(String path, String message) {
        super(message);
        this.path = path;
    }

    /// Where in the document: member names and list indexes, such as `roles.fraud-analyst[0].endpoint`.
    public String path() {
        return path;
    }

    /// This one and those that were found after it: see [Problems].
    public List<PolicySyntaxException> all() {
        var all = new ArrayList<>(List.of(this));
        for (var other : getSuppressed()) {
            if (other instanceof PolicySyntaxException problem) {
                all.addAll(problem.all());
            }
        }
        return all;
    }
}
