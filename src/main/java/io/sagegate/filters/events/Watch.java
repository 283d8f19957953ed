package io.sagegate.filters.events;

import io.sagegate.filters.CutUtf8;
import io.sagegate.filters.FilterException;
import io.sagegate.filters.json.Piece;
import io.sagegate.filters.mask.MaskChain;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The texts at one place of which no rule knows whether a client puts them together. They stay in their events, and
/// an event waits while the end of such a text may be the beginning of something. Not thread-safe.
final class Watch {
    /// A text that comes so often without a change is a label.
    private static final int LABEL = 4;

    private static final int LONGEST_LABEL = 1_024;

    /// How far back is remembered what has left.
    private static final int LOOK_BEHIND = 256;

    private final Supplier<MaskChain> chains;
    private final CutUtf8 cuts = new CutUtf8();
    private final StringBuilder gone = new StringBuilder();
    private MaskChain chain;

    // The pieces that the chain has not given back, in order; absent for what has left already.
    private final ArrayDeque<Optional<Piece>> pieces = new ArrayDeque<>();
    // What has come of the first of them, and what belongs before it.
    private final StringBuilder out = new StringBuilder();
    private String carried = "";
    // What the chain will say of a piece that has left already, as it left.
    private String left = "";

    private String latest = "";
    private int same;
    private boolean varies;
    private long seen;

    Watch(Supplier<MaskChain> chains) {
        this.chains = chains;
        this.chain = chains.get();
    }

    /// The next text, in the event of that number.
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
            // The piece before ends only now, since its last character might not have come.
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

    /// Whether the text has been the same all the time.
    boolean isLabel() {
        return same >= LABEL;
    }

    /// Whether nothing comes of the text by itself, however often it is repeated.
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

    /// No more comes, or not soon: all that waits leaves. What comes after all is still joined with what left.
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

    /// The next text repeats all that came before: what is not decided leaves with it.
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

    /// All that waits leaves as far as it is decided; what the chain says of it later belongs to what comes next.
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

    /// Gives each piece what has come of it: every part but the last ends one.
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

    /// Without what has left already.
    private String beyond(String text) {
        var same = 0;
        while (same < Math.min(left.length(), text.length()) && left.charAt(same) == text.charAt(same)) {
            same++;
        }
        left = "";
        return text.substring(same);
    }
}
