package io.sagegate.lambda.stream;

import io.sagegate.lambda.StreamingGateway;

/// The main program of the streaming function, in place of AWS's Runtime Interface Client.
public final class StreamingRuntime {
    private StreamingRuntime() {}

    public static void main(String[] args) throws InterruptedException {
        System.exit(RuntimeLoop.of(System.getenv()).run(StreamingRuntime::prepared));
    }

    private static RuntimeLoop.Prepared prepared() {
        var gateway = new StreamingGateway();
        StreamingFunction function = (invocation, exit) -> gateway.handle(
                invocation.event(), invocation.id(), invocation.traceHeader(), invocation.deadline(), exit);
        return new RuntimeLoop.Prepared(function, hooks(gateway));
    }

    static SnapshotHooks hooks(StreamingGateway gateway) {
        return new SnapshotHooks() {
            @Override
            public void beforeSnapshot() throws InterruptedException {
                gateway.beforeSnapshot();
                LoopPriming.run();
            }

            @Override
            public void afterRestore() {
                gateway.afterRestore();
            }
        };
    }
}
