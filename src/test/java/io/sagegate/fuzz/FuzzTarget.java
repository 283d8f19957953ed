package io.sagegate.fuzz;

/// Something that reads what strangers send, and the rules that hold whatever they send.
@FunctionalInterface
public interface FuzzTarget {
    /// Reads the input; throws whatever must not happen.
    void accept(byte[] input) throws Exception;
}
