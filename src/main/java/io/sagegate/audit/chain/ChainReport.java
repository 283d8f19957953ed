package io.sagegate.audit.chain;

import java.util.List;

/// The result of [ChainVerifier].
///
/// @param lines how many audit lines were read
/// @param chains how many chains they belong to
/// @param findings the first findings, in the order of discovery; at most [#MAX_FINDINGS]
/// @param total how many findings there were
public record ChainReport(long lines, int chains, List<Finding> findings, long total) {
    /// Most findings that are kept: more would not help a reader and would use memory without bound.
    public static final int MAX_FINDINGS = 10_000;

    public ChainReport {
        findings = List.copyOf(findings);
    }

    /// Whether every line is present, unaltered and in order. Calls that were cut off do not count as defects.
    public boolean intact() {
        return total == findings.size() && findings.stream().noneMatch(finding -> finding.kind().tampering);
    }

    /// The kinds of finding.
    public enum Kind {
        /// The bytes of a line have changed since it was written.
        ALTERED(true),
        /// Lines between other lines are missing.
        REMOVED(true),
        /// The first lines of the chain are missing: removed, or written before the first file that was read.
        BEGINS_LATE(true),
        /// Lines at the end are missing, although a published head shows that they were written.
        TAIL_CUT(true),
        /// A line follows one that was written later.
        REORDERED(true),
        /// Two different lines have the same number.
        INSERTED(true),
        /// The same line occurs again; a log service may deliver one twice.
        DUPLICATE(true),
        /// An audit line does not end in a chain's link: it was altered or inserted.
        UNCHAINED(true),
        /// The chain is consistent, but its published head has another hash: the chain was rewritten.
        HEAD_MISMATCH(true),
        /// No head was published for this chain, although others have heads: the whole chain may be forged.
        UNPUBLISHED(true),
        /// A model was about to be called and the request never ended: crash, time-out, or still running.
        NO_COMPLETION(false);

        private final boolean tampering;

        Kind(boolean tampering) {
            this.tampering = tampering;
        }

        /// Whether the kind shows a change of the record, not the fate of a call.
        public boolean isTampering() {
            return tampering;
        }
    }

    /// One finding.
    ///
    /// @param file the name of the file that was read, or empty if no line can be named
    /// @param line the line in the file, from 1; 0 if no line can be named
    /// @param from the first sequence number that is affected
    /// @param to the last sequence number that is affected
    /// @param detail one sentence for a person
    public record Finding(Kind kind, String file, long line, String chain, long from, long to, String detail) {}
}
