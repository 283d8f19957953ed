package io.sagegate.policy.obligation;

import java.util.List;

/// A selection: the members of a JSON answer that may leave.
public sealed interface Selection {
    List<JsonPath> paths();

    /// All members but these may leave.
    record Drop(List<JsonPath> paths) implements Selection {
        public Drop {
            paths = List.copyOf(paths);
        }
    }

    /// These members alone may leave, with the objects and lists that hold them.
    record Keep(List<JsonPath> paths) implements Selection {
        public Keep {
            paths = List.copyOf(paths);
        }
    }
}
