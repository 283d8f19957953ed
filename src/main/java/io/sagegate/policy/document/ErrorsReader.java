package io.sagegate.policy.document;

/// Reads the `errors` member of a grant or a model: `hide` by default, or `pass`.
final class ErrorsReader {
    private ErrorsReader() {}

    /// Whether the text of a container's error may reach the caller.
    static boolean passes(PolicyNode node) throws PolicySyntaxException {
        return switch (node.optionalText().orElse("hide")) {
            case "hide" -> false;
            case "pass" -> true;
            default -> throw node.error("expected hide or pass");
        };
    }
}
