package io.sagegate.filters;

/// Filters one answer as it comes. Not thread-safe. After an exception nothing may be sent any more.
public interface BodyFilter {
    /// Takes the next bytes of the model and returns what may leave now.
    byte[] push(byte[] bytes) throws FilterException;

    /// The model has said all: returns the rest of what may leave.
    byte[] finish() throws FilterException;
}
