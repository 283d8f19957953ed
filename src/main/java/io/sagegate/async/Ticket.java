package io.sagegate.async;

import io.sagegate.identity.Principal;
import io.sagegate.limits.Pledge;
import io.sagegate.limits.tokens.Demand;
import io.sagegate.policy.Facts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The right of one caller to ask for the result of one asynchronous call.
///
/// @param id the gateway's own, which nobody can guess; also the `InferenceId` that SageMaker and its logs know
/// @param issuer of the caller, and with `subject` the only one who may ask
/// @param grant the grant that permitted the call
/// @param revision the policy's, at the call
/// @param request the id of the request that made the call
/// @param bytes the size of the call's input; empty where nobody here could tell
/// @param contentType the input's media type
/// @param output where the result will be
/// @param failure where an error will be, if SageMaker says
/// @param demand what the call asked for
/// @param pledges what the call was charged by estimate
/// @param cost what its line in the record says that it cost, by estimate, in billionths of a US dollar
/// @param made when the call was put into the queue
/// @param due when it is surely over
/// @param expires when the ticket is forgotten
/// @param settled whether its true use was settled
public record Ticket(
        String id,
        String issuer,
        String subject,
        String endpoint,
        String grant,
        long revision,
        String request,
        OptionalLong bytes,
        Optional<String> contentType,
        ObjectPlace output,
        Optional<ObjectPlace> failure,
        Demand demand,
        List<Pledge> pledges,
        long cost,
        Instant made,
        Instant due,
        Instant expires,
        boolean settled) {
    /// SageMaker's own bounds, where a call names none: six hours in the queue and one hour at the model.
    ///
    /// Source: SageMaker Runtime API reference, `InvokeEndpointAsync`.
    static final Duration LONGEST_QUEUE = Duration.ofHours(6);

    static final Duration LONGEST_CALL = Duration.ofHours(1);

    public Ticket {
        pledges = List.copyOf(pledges);
    }

    /// When a call that is queued now is surely over.
    ///
    /// @param queueSeconds how long the call may wait, where the caller said
    /// @param callSeconds how long the model may take, where the caller said
    public static Instant due(Instant now, Optional<String> queueSeconds, Optional<String> callSeconds) {
        return now.plus(queueSeconds.map(Ticket::seconds).orElse(LONGEST_QUEUE))
                .plus(callSeconds.map(Ticket::seconds).orElse(LONGEST_CALL));
    }

    private static Duration seconds(String text) {
        return Duration.ofSeconds(Integer.parseInt(text));
    }

    /// Whether this caller made the call, at this endpoint.
    public boolean belongsTo(Principal caller, String asked) {
        return issuer.equals(caller.issuer()) && subject.equals(caller.subject()) && endpoint.equals(asked);
    }

    public boolean hasExpired(Instant now) {
        return !now.isBefore(expires);
    }

    /// The name of the role that the call was permitted by.
    public String role() {
        return grant.substring(0, Math.max(0, grant.lastIndexOf('/')));
    }

    /// The facts that the policy's conditions looked at, with the address from which the caller asks now.
    public Facts facts(String sourceIp) {
        return new Facts(sourceIp, bytes, contentType);
    }

    /// Neither places nor who: both may be secret.
    @Override
    public String toString() {
        return "Ticket[" + id + "]";
    }
}
