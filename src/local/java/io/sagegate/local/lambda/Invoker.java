package io.sagegate.local.lambda;

/// Runs the function once.
@FunctionalInterface
public interface Invoker {
    /// Answers when the response is whole or, for a streamed one, when it begins.
    Outcome invoke(byte[] event, String traceId) throws InterruptedException;
}
