package io.sagegate.audit.protocol;

/// A line that breaks a rule.
///
/// @param sequence the line's number in its chain
/// @param detail one sentence for a person
public record Breach(Rule rule, String chain, long sequence, String request, String detail) {
    static Breach of(Rule rule, RecordLine line, String detail) {
        return new Breach(rule, line.chain(), line.sequence(), line.request(), detail);
    }
}
