package io.sagegate.local.lambda;

import java.util.concurrent.CompletableFuture;

/// One event on its way through the function. Completed once; later results are ignored.
record Invocation(String requestId, String traceId, byte[] event, CompletableFuture<Outcome> outcome) {
    Invocation(String requestId, String traceId, byte[] event) {
        this(requestId, traceId, event, new CompletableFuture<>());
    }

    void complete(Outcome result) {
        outcome.complete(result);
    }
}
