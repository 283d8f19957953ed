package io.sagegate.gateway;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Operational log of faults: the class and place of what was thrown, never its text, which may quote input.
final class Faults {
    private static final Logger LOG = LoggerFactory.getLogger("io.sagegate.fault");

    private Faults() {}

    /// What the virtual machine does not recover from goes on to the runtime, which ends the environment. A stack
    /// that was too deep is no such thing.
    static void rethrowIfFatal(Throwable fault) {
        if (fault instanceof VirtualMachineError fatal && !(fault instanceof StackOverflowError)) {
            throw fatal;
        }
    }

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
