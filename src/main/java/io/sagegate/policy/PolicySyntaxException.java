package io.sagegate.policy;

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
}
