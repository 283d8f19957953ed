package io.sagegate.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.sagegate.gateway.Gateway;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Optional;

/// The Lambda handler of the buffered function. Thread-safe, as Lambda Managed Instances require.
public final class GatewayHandler implements RequestStreamHandler {
    private final Gateway gateway;
    private final EventReader events;

    @SuppressWarnings("UnusedVariable") // held here, because the runtime holds it only weakly
    private final Optional<Snapshots> snapshots;

    /// Builds all parts from the environment. Lambda's runtime calls this.
    public GatewayHandler() {
        var parts = Composition.ofEnvironment();
        this(parts, Optional.of(Snapshots.registered(parts)));
    }

    /// Makes a handler for a gateway that is never part of a snapshot.
    GatewayHandler(Composition parts) {
        this(parts, Optional.empty());
    }

    private GatewayHandler(Composition parts, Optional<Snapshots> snapshots) {
        this.snapshots = snapshots;
        this.gateway = parts.gateway();
        this.events = new EventReader(parts.settings().basePath());
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        var deadline = Instant.now().plusMillis(context.getRemainingTimeInMillis());
        output.write(answer(input.readAllBytes(), context.getAwsRequestId(), traceHeader(context), deadline));
    }

    byte[] answer(byte[] input, String requestId, String traceHeader, Instant deadline) {
        var event = events.read(input, requestId, traceHeader, deadline);
        return gateway.handle(event.request(), response -> ResponseWriter.encode(response, event.restApi()));
    }

    private static String traceHeader(Context context) {
        return Optional.ofNullable(context.getXrayTraceId())
                .or(() -> Optional.ofNullable(System.getProperty("com.amazonaws.xray.traceHeader")))
                .or(() -> Optional.ofNullable(System.getenv("_X_AMZN_TRACE_ID")))
                .orElse("");
    }
}
