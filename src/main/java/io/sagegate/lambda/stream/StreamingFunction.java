package io.sagegate.lambda.stream;

import java.io.IOException;

/// The function that the loop runs. Several threads call it at once, one for each concurrent invocation.
@FunctionalInterface
interface StreamingFunction {
    void handle(Invocation invocation, StreamedResponse exit) throws IOException;
}
