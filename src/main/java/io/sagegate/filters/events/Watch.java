package io.sagegate.filters.events;

import io.sagegate.filters.json.Piece;
import io.sagegate.filters.mask.MaskChain;
import java.util.ArrayDeque;
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
    private final ArrayDeque<Piece> pieces = new ArrayDeque<>();
    // What the waiting pieces hold, and what the chain made of its beginning.
    private final StringBuilder in = new StringBuilder();
    private final StringBuilder out = new StringBuilder();
    private final StringBuilder gone = new StringBuilder();
    private MaskChain chain;
    // What the chain will say first, but has left already.
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
    Piece push(String text, long event) {
        seen = event;
        if (same >= LABEL && text.equals(latest)) {
            var label = new Piece(text);
            label.leave(chains.get().whole(text));
            return label;
        }
        varies |= !latest.isEmpty() && !latest.equals(text);
        same = varies ? 0 : same + 1;
        if (Repeats.isWholeSoFar(latest, text)) {
            restart();
        }
        latest = text;
        var piece = new Piece(text);
        pieces.add(piece);
        in.append(text);
        gone.append(text).delete(0, Math.max(0, gone.length() - LOOK_BEHIND));
        var said = new StringBuilder();
        chain.piece(text, said);
        take(said);
        if (same == LABEL && standsAlone()) {
            letGo();
        } else if (same == LABEL) {
            varies = true;
            same = 0;
        }
        settle(Math.max(0, in.length() - chain.held()));
        return piece;
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
        if (!chain.swallows()) {
            var said = new StringBuilder();
            chain.finish(said);
            take(said);
            restartAfter(gone.toString());
        }
        settle(in.length());
    }

    /// The text has ended.
    void finish() {
        var said = new StringBuilder();
        chain.finish(said);
        take(said);
        settle(in.length());
        left = "";
        gone.setLength(0);
    }

    private void restartAfter(String before) {
        chain = chains.get();
        chain.piece(before, new StringBuilder());
        left = before.substring(before.length() - Math.min(before.length(), chain.held()));
    }

    /// The next text repeats all that came before: what is not decided leaves with it.
    private void restart() {
        settle(in.length());
        chain = chains.get();
        left = "";
        gone.setLength(0);
    }

    /// Without what has left already.
    private void take(StringBuilder said) {
        var same = 0;
        while (same < Math.min(left.length(), said.length()) && left.charAt(same) == said.charAt(same)) {
            same++;
        }
        left = same < said.length() ? "" : left.substring(same);
        out.append(said, same, said.length());
    }

    /// Gives the pieces of which all is decided what has come of them: each its own where nothing was masked
    /// across its end, else the first what was masked.
    private void settle(int decided) {
        var rest = decided;
        while (!pieces.isEmpty() && pieces.getFirst().length() <= rest) {
            var piece = pieces.removeFirst();
            var common = 0;
            while (common < Math.min(out.length(), rest - piece.length())
                    && out.charAt(out.length() - 1 - common) == in.charAt(rest - 1 - common)) {
                common++;
            }
            piece.leave(out.substring(0, out.length() - common));
            out.delete(0, out.length() - common);
            in.delete(0, piece.length());
            rest -= piece.length();
        }
    }
}
