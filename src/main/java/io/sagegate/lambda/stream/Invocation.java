package io.sagegate.lambda.stream;

import java.time.Instant;

/// One invocation of the function, with the event to answer.
///
/// @param deadline the instant at which Lambda ends the function
/// @param traceHeader X-Ray's tracing header of this invocation, or empty
record Invocation(String id, Instant deadline, String traceHeader, byte[] event) {
    @Override
    public String toString() {
        return "Invocation[" + id + ", " + event.length + " bytes]";
    }
}
