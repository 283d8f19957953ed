package io.sagegate.gateway;

import io.sagegate.gateway.PortFaults.Port;
import io.sagegate.gateway.PortFaults.Way;
import io.sagegate.reason.Reason;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// The table of what each failure of a port is answered with.
final class FaultReasons {
    static final Set<Reason> WELL = EnumSet.of(Reason.GRANTED, Reason.ANSWERED);

    private FaultReasons() {}

    /// The reasons that the record may state, by the port that broke.
    static Set<Reason> of(Optional<Port> broken, Optional<Way> way) {
        if (broken.isEmpty()) {
            return WELL;
        }
        var nothing = way.filter(each -> each == Way.NOTHING).isPresent();
        var declared = way.filter(EnumSet.of(Way.DECLARED, Way.DECLARED_AFTER)::contains)
                .isPresent();
        var rubbish = way.filter(each -> each == Way.RUBBISH).isPresent();
        return switch (broken.get()) {
            case SETTLE, TELEMETRY, EXIT_LAST -> WELL;
            case CLOSE -> EnumSet.of(Reason.GRANTED, Reason.INTERNAL_ERROR);
            case ENCODER -> EnumSet.of(rubbish ? Reason.RESPONSE_TOO_LARGE : Reason.INTERNAL_ERROR);
            case POLICY, ROLES, MODELS ->
                failed(
                        declared,
                        rubbish,
                        Reason.POLICY_UNAVAILABLE,
                        Set.of(Reason.ANSWERED, Reason.NOT_GRANTED, Reason.NO_SUCH_MODEL, Reason.UNKNOWN_ISSUER));
            case API_KEYS -> failed(declared, rubbish, Reason.POLICY_UNAVAILABLE, Set.of(Reason.INVALID_KEY));
            case ISSUER_KEYS -> failed(declared, rubbish, Reason.ISSUER_UNAVAILABLE, Set.of(Reason.INVALID_SIGNATURE));
            case TAKE ->
                failed(declared, rubbish, Reason.USAGE_UNAVAILABLE, Set.of(Reason.GRANTED, Reason.LIMIT_EXCEEDED));
            case TAKE_IN_SHADOW -> way.equals(Optional.of(Way.ERROR)) ? EnumSet.of(Reason.INTERNAL_ERROR) : WELL;
            case READ ->
                failed(declared, rubbish, Reason.USAGE_UNAVAILABLE, Set.of(Reason.ANSWERED, Reason.LIMIT_EXCEEDED));
            case INFERENCE ->
                failed(
                        declared,
                        rubbish,
                        Reason.INTERNAL_ERROR,
                        Set.of(Reason.GRANTED, Reason.MODEL_ERROR, Reason.ENDPOINT_UNAVAILABLE, Reason.FILTER_FAILED));
            case STREAM ->
                nothing
                        ? EnumSet.of(Reason.INTERNAL_ERROR, Reason.FILTER_FAILED)
                        : failed(
                                declared,
                                rubbish,
                                Reason.INTERNAL_ERROR,
                                Set.of(
                                        Reason.GRANTED,
                                        Reason.STREAM_TRUNCATED,
                                        Reason.MODEL_STREAM_ERROR,
                                        Reason.FILTER_FAILED));
            case ATTEMPT, COMPLETION -> EnumSet.of(Reason.INTERNAL_ERROR);
            case EXIT_PIECES -> EnumSet.of(declared ? Reason.CLIENT_GONE : Reason.INTERNAL_ERROR);
        };
    }

    private static Set<Reason> failed(boolean declared, boolean rubbish, Reason unavailable, Set<Reason> senseless) {
        return declared ? EnumSet.of(unavailable) : rubbish ? senseless : EnumSet.of(Reason.INTERNAL_ERROR);
    }
}
