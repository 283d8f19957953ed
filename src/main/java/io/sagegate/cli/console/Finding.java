package io.sagegate.cli.console;

/// A finding: an error or warning about a place in a policy file. Editors and CI systems can link its form.
///
/// @param path member names and list indexes, such as `roles.analyst[0].endpoint`
public record Finding(Severity severity, String file, Place place, String path, String message) {
    public enum Severity {
        /// The policy cannot be applied as it is.
        ERROR,
        /// The policy can be applied, but probably means something else than its author wants.
        WARNING
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    public String text() {
        var kind = isError() ? "error" : "warning";
        var at = path.isEmpty() ? "" : path + ": ";
        return file + ":" + place.line() + ":" + place.column() + ": " + kind + ": " + at + message;
    }
}
