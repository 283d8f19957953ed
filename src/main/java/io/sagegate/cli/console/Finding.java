package io.sagegate.cli.console;

/// Something to say about a place in a policy file, in the form that editors and CI systems link.
///
/// @param path member names and list indexes, such as `roles.analyst[0].endpoint`
public record Finding(Severity severity, String file, Place place, String path, String message) {
    public enum Severity {
        /// The policy cannot be applied so.
        ERROR,
        /// It can be applied, and is probably not what was meant.
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
