package io.sagegate.filters;

import org.jspecify.annotations.Nullable;

/// The text at one place, over all events.
final class Channel {
    private final MaskChain chain;
    private String left;
    private @Nullable Object last;

    private Channel(MaskChain chain, String left) {
        this.chain = chain;
        this.left = left;
    }

    /// A text of which `first` has left already; it is not written again, but what it begins is seen.
    static Channel after(String first, MaskChain chain) {
        chain.push(first, new StringBuilder());
        return new Channel(chain, first.substring(first.length() - Math.min(first.length(), chain.held())));
    }

    void push(String text, StringBuilder out) {
        var leaving = new StringBuilder();
        chain.push(text, leaving);
        append(leaving, out);
    }

    void finish(StringBuilder out) {
        var leaving = new StringBuilder();
        chain.finish(leaving);
        append(leaving, out);
    }

    /// Without what left before the channel was made.
    private void append(StringBuilder leaving, StringBuilder out) {
        var same = 0;
        while (same < Math.min(left.length(), leaving.length()) && left.charAt(same) == leaving.charAt(same)) {
            same++;
        }
        left = same < leaving.length() ? "" : left.substring(same);
        out.append(leaving, same, leaving.length());
    }

    /// The channel, whose latest piece is in this event as it left.
    Channel in(@Nullable Object event) {
        last = event;
        return this;
    }

    /// The latest event that had a piece of it, as it left.
    @Nullable
    Object last() {
        return last;
    }
}
