package io.sagegate.filters.json;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The place of a value in a JSON document, as a chain of steps from the root. One is made for every member on a
/// walk, so nothing is joined or copied.
public final class Place {
    public static final Place ROOT = new Place(null, "");

    /// Characters: longer names are compared by their beginning, length and hash.
    private static final int LONGEST_NAME = 128;

    private final @Nullable Place parent;
    private final String step;
    private final int hash;

    private Place(@Nullable Place parent, String step) {
        this.parent = parent;
        this.step = step;
        this.hash = 31 * Objects.hashCode(parent) + step.hashCode();
    }

    public Place member(String name) {
        return new Place(
                this,
                name.length() <= LONGEST_NAME
                        ? "." + name
                        : "." + name.substring(0, LONGEST_NAME) + "~" + name.length() + "~" + name.hashCode());
    }

    public Place element(Object index) {
        return new Place(this, "[" + index);
    }

    public boolean isRoot() {
        return parent == null;
    }

    public @Nullable Place parent() {
        return parent;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Place place
                        && hash == place.hash
                        && step.equals(place.step)
                        && Objects.equals(parent, place.parent));
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
