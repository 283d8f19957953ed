package io.sagegate.cli.usage;

import io.sagegate.cli.console.Console;
import java.util.List;

/// How a report is written.
@SuppressWarnings("ImmutableEnumChecker") // the writings have no state
enum Format {
    TABLE(new TextTable()),
    CSV(new Csv()),
    JSON(new JsonReport()),
    FOCUS(new Focus());

    private final Writing writing;

    Format(Writing writing) {
        this.writing = writing;
    }

    /// One form.
    interface Writing {
        void write(Report report, Console console);

        /// The dimensions by which calls are summed up.
        default List<Dimension> by(List<Dimension> asked) {
            return asked;
        }

        /// Whether a program reads it, so that nothing else may stand beside it.
        default boolean isForPrograms() {
            return true;
        }
    }

    Writing writing() {
        return writing;
    }
}
