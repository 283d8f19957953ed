package io.sagegate.lambda.stream;

import io.sagegate.api.StreamExit;
import java.io.IOException;

/// What the loop runs. Called by as many threads at once as Lambda wants concurrent invocations.
@FunctionalInterface
interface StreamingFunction {
    void handle(Invocation invocation, StreamExit exit) throws IOException;
}
