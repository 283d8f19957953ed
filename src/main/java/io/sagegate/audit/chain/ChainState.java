package io.sagegate.audit.chain;

import io.sagegate.audit.chain.ChainReport.Finding;
import io.sagegate.audit.chain.ChainReport.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The verifier's state of one chain: the next expected link, the gaps, the open calls, and the newest hashes. Its
/// size grows with tampering and open calls, but not with the chain's length.
final class ChainState {
    private static final int RECENT = 256;

    private final String chain;
    private final NavigableMap<Long, String> heads;
    private final Consumer<Finding> found;
    private final TreeMap<Long, Gap> gaps = new TreeMap<>();
    private final Map<String, Place> open = new HashMap<>();
    private final String[] recent = new String[RECENT];
    private long next;
    private Place last = new Place("", 0, -1);
    private String lastHash = HashChain.START;
    private boolean rewrittenLast;
    private boolean answered;
    private String rivalHash = "";

    ChainState(String chain, NavigableMap<Long, String> heads, Consumer<Finding> found) {
        this.chain = chain;
        this.heads = heads;
        this.found = found;
    }

    void accept(ChainLine line, boolean hashHolds, Place place) {
        if (!hashHolds) {
            report(Kind.ALTERED, place, "The line's bytes do not have the hash that it states.");
        }
        if (line.sequence() >= next) {
            advance(line, place);
        } else if (!fillGap(line, place)) {
            repeated(line, place);
            return;
        }
        recent[(int) (line.sequence() % RECENT)] = line.hash();
        compareWithHead(line, place);
        track(line, place);
    }

    private void advance(ChainLine line, Place place) {
        var known = line.sequence() == next;
        if (!known) {
            gaps.put(next, new Gap(next, line.sequence() - 1, place, lastHash, line.previous()));
        } else if (!line.previous().equals(lastHash) && !line.previous().equals(rivalHash)) {
            report(
                    Kind.ALTERED,
                    last.line() == 0 ? place : last,
                    "The next line (" + place.file() + ":" + place.line() + ") names another hash for this one.");
        }
        rivalHash = "";
        last = place;
        lastHash = line.hash();
        next = line.sequence() + 1;
    }

    private boolean fillGap(ChainLine line, Place place) {
        var entry = gaps.floorEntry(line.sequence());
        if (entry == null || entry.getValue().to() < line.sequence()) {
            return false;
        }
        var gap = entry.getValue();
        gaps.remove(gap.from());
        if (gap.from() < line.sequence()) {
            var before = new Gap(gap.from(), line.sequence() - 1, gap.before(), gap.hashBefore(), line.previous());
            gaps.put(before.from(), before);
        }
        if (line.sequence() < gap.to()) {
            var after = new Gap(line.sequence() + 1, gap.to(), gap.before(), line.hash(), gap.previousAfter());
            gaps.put(after.from(), after);
        }
        report(Kind.REORDERED, place, "The line stands after one that was written later.");
        var follows = line.sequence() > gap.from() || line.previous().equals(gap.hashBefore());
        var leads = line.sequence() < gap.to() || line.hash().equals(gap.previousAfter());
        if (!follows || !leads) {
            report(Kind.ALTERED, place, "The line does not link those between which its number belongs.");
        }
        return true;
    }

    private void repeated(ChainLine line, Place place) {
        if (next - line.sequence() <= RECENT && line.hash().equals(recent[(int) (line.sequence() % RECENT)])) {
            report(Kind.DUPLICATE, place, "The same line stands here again.");
            return;
        }
        if (line.sequence() == next - 1) {
            rivalHash = line.hash();
        }
        report(Kind.INSERTED, place, "Another line has this number: one of the two was not written by the gateway.");
    }

    private void compareWithHead(ChainLine line, Place place) {
        var head = heads.get(line.sequence());
        if (head != null && !head.equals(line.hash()) && !rewrittenLast) {
            rewrittenLast = true;
            report(Kind.HEAD_MISMATCH, place, "The published head names another hash for this line.");
        }
    }

    private void track(ChainLine line, Place place) {
        if (line.attempt()) {
            open.put(line.request(), place);
        } else {
            answered = true;
            open.remove(line.request());
        }
    }

    void finish(boolean headsGiven) {
        for (var gap : gaps.values()) {
            var first = gap.from() == 0;
            found.accept(new Finding(
                    first ? Kind.BEGINS_LATE : Kind.REMOVED,
                    gap.before().file(),
                    gap.before().line(),
                    chain,
                    gap.from(),
                    gap.to(),
                    first
                            ? "Earlier lines of this chain are missing before this one."
                            : "Lines are missing before this one."));
        }
        if (!heads.isEmpty() && heads.lastKey() >= next) {
            found.accept(new Finding(
                    Kind.TAIL_CUT,
                    last.file(),
                    last.line(),
                    chain,
                    next,
                    heads.lastKey(),
                    "A published head vouches for lines after this one."));
        }
        // Heads are published with answers, so an environment that never answered has none.
        if (headsGiven && heads.isEmpty() && answered) {
            report(Kind.UNPUBLISHED, last, "No head of this chain was published.");
        }
        List<Place> cut = new ArrayList<>(open.values());
        cut.sort((a, b) -> Long.compare(a.sequence(), b.sequence()));
        cut.forEach(place -> report(Kind.NO_COMPLETION, place, "The request that begins here never ended."));
    }

    private void report(Kind kind, Place place, String detail) {
        found.accept(new Finding(kind, place.file(), place.line(), chain, place.sequence(), place.sequence(), detail));
    }

    /// The position of a line.
    record Place(String file, long line, long sequence) {}

    /// A range of missing numbers, and the line before which they are missing.
    ///
    /// @param hashBefore the hash of the line before the gap
    /// @param previousAfter the hash that the line after the gap names as its previous one
    private record Gap(long from, long to, Place before, String hashBefore, String previousAfter) {}
}
