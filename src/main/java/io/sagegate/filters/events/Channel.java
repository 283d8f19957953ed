package io.sagegate.filters.events;

import io.sagegate.filters.CutUtf8;
import io.sagegate.filters.FilterException;
import io.sagegate.filters.mask.MaskChain;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One text that comes piece by piece: the text at one place, over all events.
final class Channel {
    private final Supplier<MaskChain> chains;
    private final CutUtf8 cuts = new CutUtf8();
    private MaskChain chain;
    private String latest = "";
    // The part that has left of a text that each event repeats from its beginning.
    private @Nullable StringBuilder shown;
    private @Nullable Object last;
    private String head = "";

    Channel(Supplier<MaskChain> chains) {
        this.chains = chains;
        this.chain = chains.get();
    }

    void push(String more, StringBuilder out) throws FilterException {
        var repeats = Repeats.isWholeSoFar(latest, more);
        if (repeats) {
            cuts.finish();
        }
        var text = cuts.push(more);
        if (repeats) {
            chain = chains.get();
            shown = new StringBuilder();
        } else if (!text.isEmpty()) {
            shown = null;
        }
        latest = text.isEmpty() ? latest : text;
        say(out, said -> chain.piece(text, said));
    }

    void finish(StringBuilder out) {
        say(out, this::end);
    }

    /// The rest that needs an event of its own: nothing, or the whole text if each event repeats it.
    String rest() {
        var rest = new StringBuilder();
        end(rest);
        return rest.isEmpty() || shown == null
                ? rest.toString()
                : shown.append(rest).toString();
    }

    private void end(StringBuilder out) {
        if (cuts.isOpen()) {
            chain.piece(cuts.finish(), out);
        }
        chain.finish(out);
    }

    private void say(StringBuilder out, Consumer<StringBuilder> step) {
        var said = new StringBuilder();
        step.accept(said);
        out.append(said);
        if (shown != null) {
            shown.append(said);
        }
    }

    /// Notes the event, as it left, that had the channel's latest piece.
    Channel in(@Nullable Object event, String fields) {
        last = event;
        head = fields.lines()
                .filter(field -> field.startsWith("event:"))
                .map(field -> field + "\n")
                .findFirst()
                .orElse("");
        return this;
    }

    /// The latest event, as it left, that had a piece of the text.
    @Nullable
    Object last() {
        return last;
    }

    /// That event's name, as a field.
    String head() {
        return head;
    }
}
