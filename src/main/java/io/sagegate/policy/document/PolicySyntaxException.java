package io.sagegate.policy.document;

import java.util.ArrayList;
import java.util.List;

/// A breach of the rules in a policy document or item. The path says where, and the message says what to write
/// instead.
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

    /// This problem and those found after it: see [Problems].
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
