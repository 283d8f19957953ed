package io.sagegate.gateway;

import io.sagegate.audit.StageTiming;
import io.sagegate.gateway.CallStage.Attempted;
import io.sagegate.gateway.CallStage.Invoked;
import io.sagegate.gateway.stream.MeteredStream;
import io.sagegate.gateway.stream.Metering;
import io.sagegate.gateway.stream.Timings;
import io.sagegate.inference.InferenceClient;
import io.sagegate.inference.InferenceResult;
import io.sagegate.inference.Invocation;
import io.sagegate.inference.ModelResult;
import io.sagegate.inference.QueueResult;
import io.sagegate.inference.StreamResult;
import io.sagegate.limits.tokens.StatedUsage;
import io.sagegate.limits.tokens.Usage;
import java.util.Optional;

/// Calls the model and determines how much the call used. Thread-safe.
final class Calling {
    private final InferenceClient models;

    Calling(InferenceClient models) {
        this.models = models;
    }

    /// Calls the model that the invocation names. A failure of the model or of SageMaker is a result, not an
    /// exception.
    Invoked invoke(Attempted attempted) {
        var guarded = attempted.before();
        var model = attempted
                .received()
                .timings()
                .begin(StageTiming.Stage.MODEL, guarded.before().permission().span());
        var streams = false;
        try {
            ModelResult result = switch (guarded.invocation()) {
                case Invocation.Buffered call -> models.invoke(call);
                case Invocation.Streamed call -> models.stream(call);
                case Invocation.Queued call -> models.queue(call);
            };
            streams = result instanceof StreamResult.Begun;
            return invoked(attempted, result, model);
        } finally {
            if (!streams) {
                model.end();
            }
        }
    }

    private static Invoked invoked(Attempted attempted, ModelResult result, Timings.Running model) {
        var demand = attempted.before().before().reservation().demand();
        return switch (result) {
            case InferenceResult.Answer answer -> {
                var type = answer.headers().first("content-type").orElse("");
                var usage = StatedUsage.of(type, answer.body(), demand);
                yield new Invoked(attempted, answer, answer.variant(), Metering.of(usage));
            }
            case StreamResult.Begun begun -> {
                var metered = new MeteredStream(begun.body(), begun.headers(), demand, model);
                var type = begun.headers().first("content-type").orElse("");
                var leaving = attempted.before().before().permission().asks().stream(metered, type);
                yield new Invoked(
                        attempted, new StreamResult.Begun(begun.headers(), leaving), begun.variant(), metered);
            }
            case QueueResult.Queued queued ->
                new Invoked(attempted, queued, Optional.empty(), Metering.of(attempted.usage()));
            case InferenceResult.Failure failure -> {
                var usage = isUnused(failure) ? Usage.NONE : attempted.usage();
                yield new Invoked(attempted, failure, Optional.empty(), Metering.of(usage));
            }
        };
    }

    /// Whether the call surely cost the model nothing. Any other failure is charged; otherwise a caller could use the
    /// model for free.
    private static boolean isUnused(InferenceResult.Failure failure) {
        return switch (failure.reason()) {
            case ENDPOINT_THROTTLED,
                    ENDPOINT_UNAVAILABLE,
                    ENDPOINT_STARTING,
                    MODEL_NOT_READY,
                    REJECTED_BY_SAGEMAKER,
                    GATEWAY_NOT_PERMITTED,
                    ROLE_UNAVAILABLE -> true;
            // The container refused the request (4xx) or had no capacity for it (503).
            case MODEL_ERROR ->
                failure.originalStatus()
                        .filter(status -> (status >= 400 && status < 500) || status == 503)
                        .isPresent();
            default -> false;
        };
    }
}
