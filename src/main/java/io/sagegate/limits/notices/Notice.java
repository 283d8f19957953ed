package io.sagegate.limits.notices;

import io.sagegate.kit.Sha256;

/// A threshold that was reached, and the call that tells it.
public record Notice(Crossing crossing, Occasion occasion) {
    /// Length of an id, in hexadecimal digits: 128 bits.
    private static final int ID = 32;

    /// The same for each attempt to tell it, so that a reader can drop a repetition.
    public String id() {
        return Sha256.hex(crossing.id()).substring(0, ID);
    }
}
