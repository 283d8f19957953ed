package io.sagegate.lambda.stream;

import java.time.Instant;

/// An event to answer.
///
/// @param deadline when Lambda ends the function
/// @param traceHeader X-Ray's tracing header of this invocation alone, or empty
record Invocation(String id, Instant deadline, String traceHeader, byte[] event) {
    @Override
    public String toString() {
        return "Invocation[" + id + ", " + event.length + " bytes]";
    }
}
