package io.sagegate.gateway;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Counts the calls through all ports of a line, and breaks one of them once.
final class PortFaults {
    /// Stands in everything that is thrown: a text, and an ARN, that may leave nowhere.
    static final String MARKER = "marker-6401 arn:aws:sagemaker:eu-west-1:999988887777:endpoint/hidden";

    /// A port, or a part of one whose failures mean something else.
    enum Port {
        POLICY,
        ROLES,
        MODELS,
        API_KEYS,
        ISSUER_KEYS,
        TAKE,
        TAKE_IN_SHADOW,
        SETTLE,
        READ,
        INFERENCE,
        STREAM,
        CLOSE,
        ATTEMPT,
        COMPLETION,
        TELEMETRY,
        ENCODER,
        EXIT_PIECES,
        EXIT_LAST
    }

    /// How a call fails.
    enum Way {
        /// Throws what the port declares, having done nothing.
        DECLARED,
        /// Does it, and throws what the port declares all the same.
        DECLARED_AFTER,
        UNCHECKED,
        UNCHECKED_AFTER,
        ERROR,
        /// Answers null, which the compiler forbids and a library may do.
        NOTHING,
        /// Answers one of several values that make no sense.
        RUBBISH
    }

    /// The answers of a port that works.
    @FunctionalInterface
    interface Work<T, E extends Exception> {
        T run() throws E;
    }

    /// The call that fails.
    ///
    /// @param nth counted from 1
    /// @param choice which of the values that make no sense
    record Fault(int nth, Way way, int choice) {}

    private final Optional<Fault> fault;
    private boolean healed;
    private int calls;
    private Optional<Port> broken = Optional.empty();

    PortFaults(Optional<Fault> fault) {
        this.fault = fault;
    }

    /// The port that was broken; empty as long as none was.
    Optional<Port> broken() {
        return broken;
    }

    /// From now on nothing fails.
    void heal() {
        healed = true;
    }

    /// In which way it was broken.
    Optional<Way> way() {
        return fault.map(Fault::way);
    }

    /// How many calls were made.
    int calls() {
        return calls;
    }

    /// A call through a port that declares no exception.
    <T> T call(Port port, Work<T, RuntimeException> work, List<T> rubbish) {
        return call(port, work, Optional.empty(), rubbish);
    }

    /// A call through a port.
    ///
    /// @param declared what the port declares to throw
    /// @param rubbish values that make no sense
    <T, E extends Exception> T call(Port port, Work<T, E> work, Optional<E> declared, List<T> rubbish) throws E {
        calls++;
        if (healed
                || fault.isEmpty()
                || fault.get().nth() != calls
                || !can(fault.get(), declared.isPresent(), rubbish)) {
            return work.run();
        }
        broken = Optional.of(port);
        return switch (fault.get().way()) {
            case DECLARED -> throw declared.orElseThrow();
            case UNCHECKED -> throw new IllegalStateException(MARKER);
            case ERROR -> throw new NoClassDefFoundError(MARKER);
            case DECLARED_AFTER -> {
                work.run();
                throw declared.orElseThrow();
            }
            case UNCHECKED_AFTER -> {
                work.run();
                throw new IllegalStateException(MARKER);
            }
            case NOTHING -> nothing();
            case RUBBISH -> rubbish.get(fault.get().choice());
        };
    }

    /// A port that answers nothing at all is broken by what it throws alone.
    private static <T> boolean can(Fault fault, boolean declares, List<T> rubbish) {
        return switch (fault.way()) {
            case DECLARED, DECLARED_AFTER -> declares;
            case UNCHECKED, UNCHECKED_AFTER, ERROR -> true;
            case NOTHING -> !rubbish.isEmpty();
            case RUBBISH -> fault.choice() < rubbish.size();
        };
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // the point of it
    private static <T> T nothing() {
        @Nullable T nothing = null;
        return nothing;
    }
}
