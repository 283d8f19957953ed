package io.sagegate.cli.report;

/// The harm that a finding can lead to, the worst first.
public enum Harm {
    /// Somebody reaches a model past the gateway.
    WAY_AROUND("way around"),
    /// Somebody can speak to the gateway as another caller, or through a door that checks nobody.
    OPEN_DOOR("open door"),
    /// A caller's identity is not what it seems.
    IDENTITY("identity"),
    /// A call leaves no record, or the record can be lost.
    RECORD("record"),
    /// Policy or counts can be lost.
    STATE("state"),
    /// The policy says something else than what is deployed.
    MISMATCH("mismatch"),
    /// A caller can spend without bound.
    COST("cost"),
    /// Calls fail or are slow, and nobody is told.
    OPERATION("operation");

    private final String word;

    Harm(String word) {
        this.word = word;
    }

    /// The name in output.
    public String word() {
        return word;
    }
}
