package io.sagegate.policy;

import java.util.List;

/// A named list of grants.
public record Role(String name, List<Grant> grants) {
    public Role {
        grants = List.copyOf(grants);
    }
}
