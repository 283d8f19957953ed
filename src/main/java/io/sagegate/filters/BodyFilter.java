package io.sagegate.filters;

/// Filters one answer as it comes. Not thread-safe. After an exception no more of the answer may be sent.
public interface BodyFilter {
    /// Takes the next bytes of the model and returns what may leave now.
    byte[] push(byte[] bytes) throws FilterException;

    /// Ends the model's answer: returns the rest of the bytes that may leave.
    byte[] finish() throws FilterException;
}
