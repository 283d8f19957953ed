package io.sagegate.filters.events;

import io.sagegate.filters.CutUtf8;
import io.sagegate.filters.FilterException;
import io.sagegate.filters.json.Piece;
import io.sagegate.filters.mask.MaskChain;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Watches the texts at one place for which no rule says whether a client joins them. They stay in their events. An
/// event waits while the end of such a text may be the beginning of a match. Not thread-safe.
final class Watch {
    /// Times: a text that comes so often without a change is a label.
    private static final int LABEL = 4;

    private static final int LONGEST_LABEL = 1_024;

    /// Characters that have left and are remembered, since the next text may go on from them.
    private static final int LOOK_BEHIND = 256;

    private final Supplier<MaskChain> chains;
    private final CutUtf8 cuts = new CutUtf8();
    private final StringBuilder gone = new StringBuilder();
    private MaskChain chain;

    // The pieces that the chain has not given back, in order; absent for those that have left already.
    private final ArrayDeque<Optional<Piece>> pieces = new ArrayDeque<>();
    // The text that the chain has given back for the first piece, with the text before it.
    private final StringBuilder out = new StringBuilder();
    private String carried = "";
    // The text that has left already, and that the chain will still give back.
    private String left = "";

    private String latest = "";
    private int same;
    private boolean varies;
    private long seen;

    Watch(Supplier<MaskChain> chains) {
        this.chains = chains;
        this.chain = chains.get();
    }

    /// Takes the next text, in the event with that number.
    Piece push(String text, long event) throws FilterException {
        seen = event;
        if (isLabel() && text.equals(latest)) {
            var label = new Piece(text);
            label.leave(chains.get().whole(text));
            return label;
        }
        if (Repeats.isWholeSoFar(latest, text)) {
            restart();
        }
        if (cuts.isOpen()) {
            // The piece before ends only now, since its last character might have been cut.
            take(chain.pieces("", true));
        }
        var whole = cuts.push(text);
        var piece = new Piece(whole);
        pieces.add(Optional.of(piece));
        gone.append(whole).delete(0, Math.max(0, gone.length() - LOOK_BEHIND));
        take(chain.pieces(whole, !cuts.isOpen()));
        compare(whole);
        return piece;
    }

    private void compare(String text) {
        varies |= !latest.isEmpty() && !latest.equals(text);
        same = varies || text.isEmpty() ? 0 : same + 1;
        latest = text;
        if (same == LABEL && !cuts.isOpen() && standsAlone()) {
            letGo();
        } else if (same == LABEL) {
            varies = true;
            same = 0;
        }
    }

    /// Whether every text at this place was the same.
    boolean isLabel() {
        return same >= LABEL;
    }

    /// Whether repetitions of the text hold no match beyond those of the single text.
    private boolean standsAlone() {
        var times = Math.max(LABEL, 2 + LOOK_BEHIND / latest.length());
        return latest.length() <= LONGEST_LABEL
                && latest.chars().anyMatch(Character::isLetter)
                && chains.get()
                        .whole(latest.repeat(times))
                        .equals(chains.get().whole(latest).repeat(times));
    }

    long seen() {
        return seen;
    }

    /// Lets all waiting pieces leave, since the next text will not come soon, if at all. A text that still comes is
    /// joined with those that left.
    void letGo() {
        if (chain.swallows()) {
            release();
        } else {
            end();
            restartAfter(gone.toString());
        }
    }

    /// The text has ended.
    void finish() {
        end();
        forget();
    }

    private void end() {
        if (cuts.isOpen()) {
            take(chain.pieces(cuts.finish(), true));
        }
        take(chain.restOfPieces());
        release();
        pieces.clear();
    }

    private void restartAfter(String before) {
        chain = chains.get();
        forget();
        gone.append(before);
        if (chain.pieces(before, true).size() == 1) {
            left = before.substring(before.length() - Math.min(before.length(), chain.held()));
            pieces.add(Optional.empty());
        }
    }

    /// Starts the text anew, since the next one repeats all that came before. The undecided part leaves with the
    /// next text.
    private void restart() {
        release();
        pieces.clear();
        cuts.finish();
        chain = chains.get();
        forget();
    }

    private void forget() {
        out.setLength(0);
        gone.setLength(0);
        carried = "";
        left = "";
    }

    /// Lets all waiting pieces leave with the text that is decided. The chain's later text belongs to the next
    /// pieces.
    private void release() {
        var count = pieces.size();
        for (var i = 0; i < count; i++) {
            pieces.removeFirst().ifPresent(piece -> {
                piece.leave(carried + out);
                carried = "";
                out.setLength(0);
            });
            pieces.add(Optional.empty());
        }
    }

    /// Gives each piece its masked text: every part but the last ends one piece.
    private void take(List<String> parts) {
        out.append(parts.getFirst());
        for (var next : parts.subList(1, parts.size())) {
            settle(out.toString());
            out.setLength(0);
            out.append(next);
        }
    }

    private void settle(String text) {
        var piece = pieces.removeFirst();
        if (piece.isPresent()) {
            piece.get().leave(carried + text);
            carried = "";
        } else {
            carried += beyond(text);
        }
    }

    /// Returns the text without the part that has left already.
    private String beyond(String text) {
        var same = 0;
        while (same < Math.min(left.length(), text.length()) && left.charAt(same) == text.charAt(same)) {
            same++;
        }
        left = "";
        return text.substring(same);
    }
}
