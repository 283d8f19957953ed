package io.sagegate.lambda.stream;

import io.sagegate.lambda.StreamingGateway;

/// The main program of the buffered function on our own loop, in place of AWS's Runtime Interface Client.
public final class BufferedRuntime {
    private BufferedRuntime() {}

    public static void main(String[] args) throws InterruptedException {
        System.exit(RuntimeLoop.of(System.getenv()).run(BufferedRuntime::prepared));
    }

    private static RuntimeLoop.Prepared prepared() {
        var gateway = new StreamingGateway();
        StreamingFunction function = (invocation, exit) -> exit.payload(
                gateway.answer(invocation.event(), invocation.id(), invocation.traceHeader(), invocation.deadline()));
        return new RuntimeLoop.Prepared(function, StreamingRuntime.hooks(gateway));
    }
}
