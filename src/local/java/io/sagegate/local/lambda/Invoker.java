package io.sagegate.local.lambda;

/// Runs the function once.
@FunctionalInterface
public interface Invoker {
    /// Returns when the response is whole or, if it is streamed, when it begins.
    Outcome invoke(byte[] event, String traceId) throws InterruptedException;
}
