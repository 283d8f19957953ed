package io.sagegate.filters.events;

/// The way in which the texts of an answer's events belong together.
enum Joining {
    /// Each event is a record, and its texts are judged by themselves.
    RECORDS,
    /// A text may go on in the next event, and each part stays in its own event.
    LINES,
    /// A text may go on in the next event. The end of a text that says that it goes on may leave with the next
    /// event.
    EVENTS;

    /// The way after a line that says that it brings a piece of a text: such lines are no records.
    Joining onceAnEventGoesOn() {
        return this == RECORDS ? LINES : this;
    }
}
