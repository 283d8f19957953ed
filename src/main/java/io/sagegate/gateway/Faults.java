package io.sagegate.gateway;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// The faults of one request. The operational log gets the class and place of each throwable, but not its message,
/// which may quote input. Not thread-safe: one request runs on one thread.
final class Faults {
    private final String requestId;
    private @Nullable Throwable first;

    Faults(String requestId) {
        this.requestId = requestId;
    }

    /// Logs an expected failure of a component that the gateway depends on.
    void report(Throwable fault) {
        var trace = fault.getStackTrace();
        var place = trace.length == 0 ? "unknown" : trace[0].toString();
        var cause =
                fault.getCause() == null ? "none" : fault.getCause().getClass().getName();
        // The logger is made here because it starts log4j, which adds half a second to a cold start.
        LoggerFactory.getLogger("io.sagegate.fault")
                .error(
                        "request {} failed: {} at {}, cause {}",
                        requestId,
                        fault.getClass().getName(),
                        place,
                        cause);
    }

    /// Logs an unexpected throwable, and keeps the first one.
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

    /// Rethrows a fault from which the virtual machine does not recover. The runtime then ends the environment. A
    /// stack overflow is not such a fault.
    void rethrowIfFatal() {
        if (first instanceof VirtualMachineError fatal && !(fatal instanceof StackOverflowError)) {
            throw fatal;
        }
    }
}
