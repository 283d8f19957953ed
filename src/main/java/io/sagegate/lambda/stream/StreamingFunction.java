package io.sagegate.lambda.stream;

import java.io.IOException;

/// What the loop runs. Called by as many threads at once as Lambda wants concurrent invocations.
@FunctionalInterface
interface StreamingFunction {
    void handle(Invocation invocation, StreamedResponse exit) throws IOException;
}
