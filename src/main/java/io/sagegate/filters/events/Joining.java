package io.sagegate.filters.events;

/// How the texts of an answer's events hang together.
enum Joining {
    /// Each event is a record and judged by itself.
    RECORDS,
    /// A text may go on in the next event, and stays in its own.
    LINES,
    /// As lines; the end of a text that says that it goes on may leave with the next event.
    EVENTS;

    /// Lines of which one says that it brings a piece of a text are no records.
    Joining onceAnEventGoesOn() {
        return this == RECORDS ? LINES : this;
    }
}
