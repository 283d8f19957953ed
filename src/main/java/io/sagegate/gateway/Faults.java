package io.sagegate.gateway;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// The faults of one request: each goes to the operational log by the class and place of the throwable, never by its
/// text, which may quote input. Not thread-safe: one request, one thread.
final class Faults {
    private final String requestId;
    private @Nullable Throwable first;

    Faults(String requestId) {
        this.requestId = requestId;
    }

    /// Logs an expected failure of a part that the gateway depends on.
    void report(Throwable fault) {
        var trace = fault.getStackTrace();
        var place = trace.length == 0 ? "unknown" : trace[0].toString();
        var cause =
                fault.getCause() == null ? "none" : fault.getCause().getClass().getName();
        // Only here: the first logger starts log4j, which takes half a second of a cold start.
        LoggerFactory.getLogger("io.sagegate.fault")
                .error(
                        "request {} failed: {} at {}, cause {}",
                        requestId,
                        fault.getClass().getName(),
                        place,
                        cause);
    }

    /// Logs a throwable that nobody expected, and keeps the first one.
    void failed(Throwable fault) {
        report(fault);
        if (first == null) {
            first = fault;
        }
    }

    /// The first unexpected throwable.
    Optional<Throwable> first() {
        return Optional.ofNullable(first);
    }

    /// Hands a fault from which the virtual machine does not recover to the runtime, which ends the environment. A
    /// stack that was too deep is no such fault.
    void rethrowIfFatal() {
        if (first instanceof VirtualMachineError fatal && !(fatal instanceof StackOverflowError)) {
            throw fatal;
        }
    }
}
