package io.sagegate.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.sagegate.gateway.Gateway;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Optional;

/// The Lambda handler: event in, answer out. Thread-safe, as Lambda Managed Instances need it.
public final class GatewayHandler implements RequestStreamHandler {
    private final Gateway gateway;
    private final EventReader events;

    /// Called by the runtime: builds everything from the environment.
    public GatewayHandler() {
        this(Composition.ofEnvironment());
    }

    GatewayHandler(Composition parts) {
        this.gateway = parts.gateway();
        this.events = new EventReader(parts.settings().basePath());
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        var deadline = Instant.now().plusMillis(context.getRemainingTimeInMillis());
        var event = events.read(input.readAllBytes(), context.getAwsRequestId(), traceHeader(context), deadline);
        output.write(gateway.handle(event.request(), response -> ResponseWriter.encode(response, event.restApi())));
    }

    private static String traceHeader(Context context) {
        return Optional.ofNullable(context.getXrayTraceId())
                .or(() -> Optional.ofNullable(System.getProperty("com.amazonaws.xray.traceHeader")))
                .or(() -> Optional.ofNullable(System.getenv("_X_AMZN_TRACE_ID")))
                .orElse("");
    }
}
