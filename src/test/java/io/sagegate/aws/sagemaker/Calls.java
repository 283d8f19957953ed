package io.sagegate.aws.sagemaker;

import io.sagegate.http.Headers;
import io.sagegate.inference.InferenceClient;
import io.sagegate.inference.Invocation;
import io.sagegate.inference.ModelResult;
import io.sagegate.policy.Decision;
import io.sagegate.policy.Permits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Calls of a model in the way that their permit is for, with an empty JSON object.
public final class Calls {
    private Calls() {}

    public static ModelResult call(InferenceClient client, Decision.Permit permit, Duration time) {
        var body = Permits.unguarded("{}".getBytes(StandardCharsets.UTF_8));
        return switch (permit.action()) {
            case INVOKE -> client.invoke(new Invocation.Buffered(permit, body, Headers.none(), time));
            case INVOKE_STREAM -> client.stream(new Invocation.Streamed(permit, body, Headers.none(), time));
            case INVOKE_ASYNC -> client.queue(new Invocation.Queued(permit, body, Headers.none(), time));
        };
    }
}
