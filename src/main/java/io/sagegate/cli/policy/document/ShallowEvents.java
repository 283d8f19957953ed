package io.sagegate.cli.policy.document;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// The events of a document whose lists and objects are nested to a bounded depth. Code that makes a tree of them
/// calls itself for each level, and would run out of stack.
final class ShallowEvents implements Parser {
    private final Parser events;
    private final int most;
    private int depth;

    /// @param most how many lists and objects may be inside each other
    ShallowEvents(LoadSettings settings, String text, int most) {
        this.events = new ParserImpl(settings, new StreamReader(settings, new YamlText(text)));
        this.most = most;
    }

    @Override
    public boolean checkEvent(Event.ID id) {
        return events.checkEvent(id);
    }

    @Override
    public Event peekEvent() {
        return events.peekEvent();
    }

    @Override
    public boolean hasNext() {
        return events.hasNext();
    }

    @Override
    public Event next() {
        var event = events.next();
        if (event instanceof CollectionStartEvent && ++depth > most) {
            throw new YamlEngineException("nested deeper than " + (most - 1));
        }
        if (event instanceof CollectionEndEvent) {
            depth--;
        }
        return event;
    }
}
