package io.sagegate.local.lambda;

import io.sagegate.local.http.Exchange;
import io.sagegate.local.http.Header;
import io.sagegate.local.http.LoopbackServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A real HTTP port. Its requests reach the function as AWS's events, and its answers come back as AWS gives them.
public final class HttpFront implements AutoCloseable {
    /// Bytes: API Gateway takes more than Lambda does; the event's own bound decides.
    private static final int MAX_BODY = 10 * 1024 * 1024;

    private final EventShape shape;
    private final Invoker function;
    private final InstantSource clock;
    private final LoopbackServer server;
    private final String basePath;

    private HttpFront(int port, EventShape shape, String basePath, Invoker function, InstantSource clock)
            throws IOException {
        this.shape = shape;
        this.basePath = basePath;
        this.function = function;
        this.clock = clock;
        this.server = LoopbackServer.start(port, this::handle);
    }

    public static HttpFront functionUrl(int port, String region, Invoker function, InstantSource clock)
            throws IOException {
        return new HttpFront(port, new FunctionUrl(region), "", function, clock);
    }

    /// An HTTP API: `$default` stage at the root, the named stage under its name.
    public static HttpFront httpApi(
            int port, String region, String account, String stage, Invoker function, InstantSource clock)
            throws IOException {
        return new HttpFront(port, new HttpApi(region, account, stage), "", function, clock);
    }

    public static HttpFront restApi(
            int port, String region, String account, String stage, Invoker function, InstantSource clock)
            throws IOException {
        return new HttpFront(port, new RestApi(region, account, stage), "/" + stage, function, clock);
    }

    /// The base address for clients, with the stage if the front needs one.
    public URI uri() {
        return URI.create(server.uri() + basePath);
    }

    @Override
    public void close() {
        server.close();
    }

    private void handle(Exchange exchange) throws IOException, InterruptedException {
        Optional<LocalIdentity> identity;
        try {
            identity = exchange.header(LocalIdentity.HEADER).map(LocalIdentity::parse);
        } catch (IllegalArgumentException e) {
            send(exchange, EventShape.message(400, "message", String.valueOf(e.getMessage())), "");
            return;
        }
        byte[] body = exchange.body().readNBytes(MAX_BODY + 1);
        TraceHeader trace = TraceHeader.of(exchange.header("x-amzn-trace-id").orElse(""), clock.instant());
        FrontRequest request = request(exchange, identity, body, trace);
        Optional<HttpAnswer> refusal = body.length > MAX_BODY ? Optional.of(shape.tooLarge()) : shape.refusal(request);
        if (refusal.isPresent()) {
            send(exchange, refusal.get(), request.requestId());
            return;
        }
        byte[] event = Payload2.JSON.writeValueAsBytes(shape.event(request));
        if (event.length > Limits.PAYLOAD) {
            send(exchange, shape.tooLarge(), request.requestId());
            return;
        }
        answer(exchange, request.requestId(), function.invoke(event, trace.forRuntime()));
    }

    private FrontRequest request(Exchange exchange, Optional<LocalIdentity> identity, byte[] body, TraceHeader trace) {
        return new FrontRequest(
                exchange.method(),
                exchange.rawPath(),
                exchange.rawQuery(),
                exchange.headers(),
                body,
                exchange.remoteAddress(),
                identity,
                UUID.randomUUID().toString(),
                trace.forClient(),
                clock.instant());
    }

    private void answer(Exchange exchange, String requestId, Outcome outcome) throws IOException {
        try {
            switch (outcome) {
                case Outcome.Buffered(byte[] payload) -> send(exchange, shape.read(payload), requestId);
                case Outcome.Streamed(String type, InputStream bytes) -> stream(exchange, type, bytes, requestId);
                case Outcome.Failed _ -> send(exchange, shape.failed(), requestId);
                case Outcome.TimedOut() -> send(exchange, shape.timedOut(), requestId);
                case Outcome.Throttled() -> send(exchange, shape.throttled(), requestId);
            }
        } catch (MalformedAnswer e) {
            send(exchange, shape.failed(), requestId);
        }
    }

    private static void send(Exchange exchange, HttpAnswer answer, String requestId) throws IOException {
        exchange.answer(answer.status(), withRequestId(answer.headers(), requestId), answer.body());
    }

    private static List<Header> withRequestId(List<Header> headers, String requestId) {
        List<Header> all = new ArrayList<>(headers);
        all.removeIf(h -> h.is("x-amzn-requestid"));
        all.add(new Header("x-amzn-RequestId", requestId));
        return all;
    }

    private void stream(Exchange exchange, String type, InputStream bytes, String requestId)
            throws IOException, MalformedAnswer {
        try (bytes) {
            StreamPrelude prelude = prelude(type, bytes);
            if (!shape.streams()) {
                send(exchange, collect(prelude, bytes), requestId);
                return;
            }
            OutputStream out = exchange.answerInChunks(prelude.status(), withRequestId(prelude.headers(), requestId));
            try {
                copy(bytes, out);
            } catch (IOException e) {
                // The client has only a part of the answer, and only a cut connection tells it so.
                exchange.abort();
            }
        }
    }

    private static StreamPrelude prelude(String type, InputStream bytes) throws MalformedAnswer {
        try {
            return StreamPrelude.read(type, bytes);
        } catch (IOException e) {
            throw new MalformedAnswer("stream broke off before its payload");
        }
    }

    private static void copy(InputStream bytes, OutputStream out) throws IOException {
        byte[] buffer = new byte[16 * 1024];
        for (int n = bytes.read(buffer); n >= 0; n = bytes.read(buffer)) {
            out.write(buffer, 0, n);
        }
        out.close();
    }

    /// Collects the whole response, or none of it, for fronts that cannot stream.
    private static HttpAnswer collect(StreamPrelude prelude, InputStream bytes) throws MalformedAnswer {
        try {
            byte[] whole = bytes.readNBytes(Limits.PAYLOAD + 1);
            if (whole.length > Limits.PAYLOAD) {
                throw new MalformedAnswer("response too large");
            }
            return new HttpAnswer(prelude.status(), prelude.headers(), whole);
        } catch (IOException e) {
            throw new MalformedAnswer("stream broke off");
        }
    }
}
