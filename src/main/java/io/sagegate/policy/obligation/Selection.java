package io.sagegate.policy.obligation;

import java.util.List;

/// Which members of a JSON answer may leave.
public sealed interface Selection {
    List<JsonPath> paths();

    /// All but these.
    record Drop(List<JsonPath> paths) implements Selection {
        public Drop {
            paths = List.copyOf(paths);
        }
    }

    /// These alone, with what they stand in.
    record Keep(List<JsonPath> paths) implements Selection {
        public Keep {
            paths = List.copyOf(paths);
        }
    }
}
