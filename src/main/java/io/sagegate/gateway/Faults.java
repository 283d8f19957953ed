package io.sagegate.gateway;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Operational log of faults: the class and place of what was thrown, never its text, which may quote input.
final class Faults {
    private static final Logger LOG = LoggerFactory.getLogger("io.sagegate.fault");

    private Faults() {}

    static void report(String requestId, Throwable fault) {
        var trace = fault.getStackTrace();
        var place = trace.length == 0 ? "unknown" : trace[0].toString();
        var cause =
                fault.getCause() == null ? "none" : fault.getCause().getClass().getName();
        LOG.error(
                "request {} failed: {} at {}, cause {}",
                requestId,
                fault.getClass().getName(),
                place,
                cause);
    }
}
