package io.sagegate.cli;

/// Something to say about a place in a policy file, in the form that editors and CI systems link.
///
/// @param path member names and list indexes, such as `roles.analyst[0].endpoint`
record Finding(Severity severity, String file, Place place, String path, String message) {
    enum Severity {
        /// The policy cannot be applied so.
        ERROR,
        /// It can be applied, and is probably not what was meant.
        WARNING
    }

    boolean isError() {
        return severity == Severity.ERROR;
    }

    String text() {
        var kind = isError() ? "error" : "warning";
        var at = path.isEmpty() ? "" : path + ": ";
        return file + ":" + place.line() + ":" + place.column() + ": " + kind + ": " + at + message;
    }
}
