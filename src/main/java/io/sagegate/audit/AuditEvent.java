package io.sagegate.audit;

import io.sagegate.audit.StageTiming.Stage;
import io.sagegate.identity.Evidence;
import io.sagegate.identity.Principal;
import io.sagegate.limits.LimitUse;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.policy.Action;
import io.sagegate.policy.Shadowed;
import io.sagegate.policy.Target;
import io.sagegate.reason.Reason;
import io.sagegate.trace.TraceFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The record of one request: facts, sizes and hashes. It never holds a body or a credential.
///
/// @param phase before the model is called, or after the request is complete
/// @param time when the request arrived
/// @param elapsed the time since the request arrived
/// @param verdict whether the gateway let the request through
/// @param stages timings, in order
public record AuditEvent(
        Phase phase,
        Instant time,
        Duration elapsed,
        Reason reason,
        Verdict verdict,
        Http http,
        TraceFacts trace,
        Caller caller,
        Call call,
        Ruling ruling,
        Charge charge,
        List<StageTiming> stages) {
    public AuditEvent {
        stages = List.copyOf(stages);
    }

    /// Who asked, as far as that was proved.
    ///
    /// @param refused what is known of a credential that was refused
    /// @param unfitTags names of tags whose claim has no fit value
    public record Caller(Optional<Principal> principal, Optional<Evidence> refused, Set<String> unfitTags) {
        public Caller {
            unfitTags = unfitTags.isEmpty() ? Set.of() : Collections.unmodifiableSet(new TreeSet<>(unfitTags));
        }
    }

    /// The call that was asked for, as far as it is known.
    ///
    /// @param variant the variant that answered
    /// @param originalStatus the model container's own status, if it failed with one
    /// @param async the step of an asynchronous call that this is
    public record Call(
            Optional<Action> action,
            Optional<Target> target,
            Optional<String> variant,
            Optional<Integer> originalStatus,
            Optional<AsyncStep> async) {}

    /// The policy's answer, where it was asked.
    ///
    /// @param revision the policy revision that decided
    /// @param grant the grant that permitted, if one did
    /// @param members the caller's member names that are bound to roles with a grant for the endpoint
    /// @param shadowed the rules in shadow that would have stopped the call or changed its answer
    public record Ruling(
            Optional<Long> revision, Optional<String> grant, Optional<List<String>> members, List<Shadowed> shadowed) {
        public Ruling {
            members = members.map(List::copyOf);
            shadowed = List.copyOf(shadowed);
        }
    }

    /// The amounts that the call used, and to whom they are reckoned.
    ///
    /// @param limits what the call was charged on each of its limits, and what that leaves
    /// @param usage the tokens, where the model has them and once they are known
    /// @param cost in billionths of a US dollar, once it is known and where what was called has a price
    public record Charge(List<LimitUse> limits, Optional<Usage> usage, Optional<Long> cost, Map<String, String> tags) {
        public Charge {
            limits = List.copyOf(limits);
            tags = tags.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(tags));
        }

        /// Amounts without a price.
        public static Charge of(List<LimitUse> limits, Optional<Usage> usage) {
            return new Charge(limits, usage, Optional.empty(), Map.of());
        }
    }

    /// A step of an asynchronous call, which has an event of its own and is linked to the others by ids.
    ///
    /// @param id the call's, or the upload's where no call is made yet
    /// @param request the id of the request that made the call, where this one asks for its result
    /// @param upload the id of the upload that the call reads
    public record AsyncStep(Kind kind, String id, Optional<String> request, Optional<String> upload) {
        /// The steps, in order.
        public enum Kind {
            UPLOAD,
            CALL,
            RESULT
        }
    }

    /// When the line is written.
    public enum Phase {
        /// Permitted, and the model is about to be called. Without a completion after it, the call was cut off.
        ATTEMPT,
        /// The request has been answered.
        COMPLETION
    }

    /// The HTTP facts of a request.
    ///
    /// @param requestId the id of the function's invocation
    /// @param eventRequestId the id that the event states
    /// @param entry the kind of event source: `function-url`, `http-api`, `rest-api`, or `unknown`
    /// @param path the path as received, bounded; empty if it was not acceptable
    /// @param requestHash SHA-256 of the body in hex
    /// @param status the answer's status; 0 in an attempt
    public record Http(
            String requestId,
            Optional<String> eventRequestId,
            String entry,
            String method,
            String path,
            String sourceIp,
            String userAgent,
            int requestBytes,
            Optional<String> requestHash,
            int status,
            long responseBytes,
            Optional<String> responseHash) {}

    /// Whether a rule in shadow would have refused a call that was let through.
    public boolean isRefusedInShadow() {
        return verdict.lets()
                && ruling.shadowed().stream().anyMatch(one -> one.refusal().isPresent());
    }

    /// Whether a rule in shadow would have changed the answer of a call that was let through.
    public boolean isChangedInShadow() {
        return verdict.lets()
                && ruling.shadowed().stream().anyMatch(one -> one.refusal().isEmpty());
    }

    /// The total time of each stage. Some stages run several times: policy is read before the caller is known and
    /// decides afterwards. A call that falls back to another endpoint repeats most stages.
    public Map<Stage, Duration> stageTimes() {
        var times = new EnumMap<Stage, Duration>(Stage.class);
        stages.forEach(stage -> times.merge(stage.stage(), stage.elapsed(), Duration::plus));
        return times;
    }

    /// Whether the policy let the call through, whatever happened afterwards.
    public boolean permitted() {
        return ruling.grant().isPresent();
    }
}
