package io.sagegate.policy.document;

/// Reads `errors`, of a grant or a model: `hide` by default, or `pass`.
final class ErrorsReader {
    private ErrorsReader() {}

    /// Whether a container's own words may leave.
    static boolean passes(PolicyNode node) throws PolicySyntaxException {
        return switch (node.optionalText().orElse("hide")) {
            case "hide" -> false;
            case "pass" -> true;
            default -> throw node.error("expected hide or pass");
        };
    }
}
