package io.sagegate.gateway;

import io.sagegate.api.AskedUsage;
import io.sagegate.api.Problem;
import io.sagegate.async.Input;
import io.sagegate.async.Whole;
import io.sagegate.filters.guard.GuardedBody;
import io.sagegate.filters.guard.RequestGuard;
import io.sagegate.gateway.CallStage.Guarded;
import io.sagegate.gateway.Stage.Reserved;
import io.sagegate.inference.Invocation;
import io.sagegate.policy.Shadowed;
import io.sagegate.policy.obligation.RequestRules;
import io.sagegate.policy.obligation.Shadow;
import io.sagegate.reason.Reason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// Decides whether a body may go to the model. Runs after the limits, because inspecting a large body costs more than
/// counting the call. Thread-safe.
final class Guarding {
    /// Milliseconds kept for filtering, recording and encoding the answer.
    private static final Duration AFTER_CALL = Duration.ofMillis(1_500);

    private static final byte[] NOTHING = {};

    private final Providing providing;
    private final InstantSource clock;

    Guarding(Providing providing, InstantSource clock) {
        this.providing = providing;
        this.clock = clock;
    }

    /// Makes the invocation, which is the only argument that the model's port takes.
    Step<Guarded> guard(Reserved reserved) {
        var permitted = reserved.permission();
        var rules = permitted.permit().grant().obligations().request();
        var type = reserved.headers().first("content-type").orElse("");
        if (rules.shadow().isEmpty()) {
            return step(reserved, judgement(reserved, rules, type), List.of());
        }
        var unguarded = RequestGuard.judge(RequestRules.NONE, type, sent(reserved));
        return step(
                reserved, unguarded, inShadow(reserved, rules, rules.shadow().get(), type));
    }

    /// The body that the gateway itself sends to the model.
    private static byte[] sent(Reserved reserved) {
        return reserved.before().input() instanceof Input.Given(var bytes) ? bytes : NOTHING;
    }

    /// Judges the body by a guard in shadow. Whatever is wrong with it keeps no call back.
    private List<Shadowed> inShadow(Reserved reserved, RequestRules rules, Shadow shadow, String type) {
        try {
            return judgement(reserved, rules, type) instanceof RequestGuard.Refusal(var reason, var _)
                    ? List.of(Shadowed.refusal(Shadowed.Kind.GUARD, rules.name(), reason, shadow.told()))
                    : List.of();
        } catch (RuntimeException | StackOverflowError e) {
            reserved.received().faults().report(e);
            return List.of(Shadowed.refusal(Shadowed.Kind.GUARD, rules.name(), Reason.INTERNAL_ERROR, shadow.told()));
        }
    }

    private Step<Guarded> step(Reserved reserved, RequestGuard.Judgement judgement, List<Shadowed> guard) {
        var permitted = reserved.permission();
        return switch (judgement) {
            case RequestGuard.Refusal(var reason, var detail) ->
                Step.stop(reserved, Refusal.of(Problem.of(reason, detail)));
            case GuardedBody body -> {
                var left = Duration.between(clock.instant(), permitted.request().deadline())
                        .minus(AFTER_CALL);
                yield left.isPositive()
                        ? Step.go(new Guarded(reserved, invocation(reserved, hashed(reserved, body), left), guard))
                        : Step.stop(reserved, Reason.MODEL_TIMEOUT);
            }
        };
    }

    private RequestGuard.Judgement judgement(Reserved reserved, RequestRules rules, String type) {
        return switch (reserved.before().input()) {
            case Input.Given(var bytes) -> RequestGuard.judge(rules, type, bytes);
            case Input.Elsewhere _ ->
                rules.readsBodies()
                        ? new RequestGuard.Refusal(Reason.INPUT_NOT_GRANTED, "A guard cannot read input at this place.")
                        : RequestGuard.judge(rules, type, NOTHING);
            case Input.Uploaded(var object, var bytes) -> {
                if (!rules.readsBodies()) {
                    yield RequestGuard.judge(rules, type, NOTHING);
                }
                var whole = bytes.<Whole>map(Whole.Bytes::new).orElseGet(() -> providing.read(reserved, object));
                yield switch (whole) {
                    case Whole.Bytes(var read) -> RequestGuard.judgeElsewhere(rules, type, read);
                    case Whole.Refused(var reason, var detail) -> new RequestGuard.Refusal(reason, detail);
                };
            }
        };
    }

    /// The body with the hash that the record has of it, if it goes to the model as it came.
    @SuppressWarnings("ReferenceEquality") // equal bytes that are others are hashed once more
    private static GuardedBody hashed(Reserved reserved, GuardedBody body) {
        var received = reserved.received();
        return body.bytes() == received.request().body() ? body.hashed(received.requestHash()) : body;
    }

    private static Invocation invocation(Reserved reserved, GuardedBody body, Duration left) {
        var permit = reserved.permission().permit();
        var headers = reserved.headers();
        var time = shorter(left, permit.action().longest());
        return switch (permit.action()) {
            case INVOKE -> new Invocation.Buffered(permit, body, headers, time);
            case INVOKE_STREAM -> {
                var asking = asking(body, reserved.permission().asks());
                yield new Invocation.Streamed(permit, asking, headers, time);
            }
            case INVOKE_ASYNC -> new Invocation.Queued(permit, body, headers, time);
        };
    }

    private static GuardedBody asking(GuardedBody body, AskedUsage asks) {
        return switch (asks) {
            case NO -> body;
            case WITHOUT_OPTIONS -> body.askingUsage(false);
            case WITH_OPTIONS -> body.askingUsage(true);
        };
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
