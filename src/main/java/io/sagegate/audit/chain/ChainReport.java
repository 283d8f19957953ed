package io.sagegate.audit.chain;

import java.util.List;

/// What [ChainVerifier] found.
///
/// @param lines how many audit lines were read
/// @param chains how many chains they belong to
/// @param findings the first findings, in the order they were found; at most [#MAX_FINDINGS]
/// @param total how many findings there were in all
public record ChainReport(long lines, int chains, List<Finding> findings, long total) {
    /// How many findings are kept.
    public static final int MAX_FINDINGS = 10_000;

    public ChainReport {
        findings = List.copyOf(findings);
    }

    /// Whether every line is there, unaltered and in order. Calls that were cut off do not count against it.
    public boolean intact() {
        return total == findings.size() && findings.stream().noneMatch(finding -> finding.kind().tampering);
    }

    /// What may be wrong.
    public enum Kind {
        /// A line's bytes are not what they were when it was written.
        ALTERED(true),
        /// Lines are missing between others.
        REMOVED(true),
        /// The chain's first lines are missing: removed, or older than what was read.
        BEGINS_LATE(true),
        /// Lines that a published head vouches for are missing at the end.
        TAIL_CUT(true),
        /// A line stands after one that was written later.
        REORDERED(true),
        /// A second line with a number that is taken.
        INSERTED(true),
        /// The same line again; a log service may deliver one twice.
        DUPLICATE(true),
        /// An audit line without a chain's end: altered or inserted.
        UNCHAINED(true),
        /// The chain is sound in itself but not the one whose head was published: rewritten.
        HEAD_MISMATCH(true),
        /// No head was published for this chain, though others have theirs: the whole chain may be forged.
        UNPUBLISHED(true),
        /// A model was about to be called and the request never ended: crash, time-out, or still running.
        NO_COMPLETION(false);

        private final boolean tampering;

        Kind(boolean tampering) {
            this.tampering = tampering;
        }

        /// Whether this shows a change of the record rather than the fate of a call.
        public boolean isTampering() {
            return tampering;
        }
    }

    /// One thing wrong.
    ///
    /// @param file the name of what was read, or empty when no line can be named
    /// @param line the line in it, from 1; 0 when no line can be named
    /// @param from the first sequence number concerned
    /// @param to the last sequence number concerned
    /// @param detail one sentence for a person
    public record Finding(Kind kind, String file, long line, String chain, long from, long to, String detail) {}
}
