package io.sagegate.local.world;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/// The three operations of SageMaker Runtime. They run once a call's signature was checked and its container found.
final class Invocations implements AutoCloseable {
    private static final int LARGEST_ASYNC_BODY = 128_000;
    private static final int LARGEST_PART = 64 * 1024;
    private static final List<String> PASSED_BACK = List.of(
            "X-Amzn-SageMaker-Custom-Attributes",
            "X-Amzn-SageMaker-New-Session-Id",
            "X-Amzn-SageMaker-Closed-Session-Id");

    private final ContainerClient containers = new ContainerClient();
    private final FrontSettings settings;
    private volatile Optional<AsyncQueue> queue = Optional.empty();

    Invocations(FrontSettings settings) {
        this.settings = settings;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Call(
            HttpExchange exchange,
            String operation,
            String endpoint,
            Target.Found target,
            Map<String, String> headers,
            byte[] body) {}

    void answer(Call call, Ending ending) throws IOException {
        try {
            switch (call.operation()) {
                case "invocations" -> buffered(call, ending);
                case "invocations-response-stream" -> streamed(call, ending);
                default -> queued(call);
            }
        } catch (TimeoutException e) {
            SageMakerFront.refuse(call.exchange(), RuntimeError.timedOut(settings, call.endpoint()));
        }
    }

    @Override
    public void close() {
        containers.close();
    }

    private void buffered(Call call, Ending ending) throws IOException, TimeoutException {
        HttpResponse<byte[]> answer;
        try {
            answer = containers.whole(
                    call.target().container(),
                    call.headers(),
                    call.body(),
                    settings.containerTimeLimit(),
                    settings.largestResponse());
        } catch (IOException e) {
            SageMakerFront.refuse(call.exchange(), RuntimeError.broken(settings, call.endpoint()));
            return;
        }
        if (answer.statusCode() / 100 != 2) {
            SageMakerFront.refuse(call.exchange(), modelError(call, answer.statusCode(), answer.body()));
            return;
        }
        Map<String, String> headers = responseHeaders(call, answer);
        headers.put("Content-Type", contentType(answer));
        if (ending == Ending.CUT) {
            cut(call.exchange(), headers, answer.body());
        }
        LoopbackServer.answer(call.exchange(), 200, headers, answer.body());
    }

    /// Promises the whole body and sends half of it.
    private static void cut(HttpExchange exchange, Map<String, String> headers, byte[] body) throws IOException {
        headers.forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body, 0, body.length / 2);
        exchange.getResponseBody().flush();
        throw new IOException("cut, as the test says");
    }

    private void streamed(Call call, Ending ending) throws IOException, TimeoutException {
        HttpResponse<InputStream> answer;
        try {
            answer = containers.stream(
                    call.target().container(), call.headers(), call.body(), settings.containerTimeLimit());
        } catch (IOException e) {
            SageMakerFront.refuse(call.exchange(), RuntimeError.broken(settings, call.endpoint()));
            return;
        }
        try (InputStream parts = answer.body()) {
            if (answer.statusCode() / 100 != 2) {
                byte[] message = parts.readNBytes(LARGEST_PART);
                SageMakerFront.refuse(call.exchange(), modelError(call, answer.statusCode(), message));
                return;
            }
            Map<String, String> headers = responseHeaders(call, answer);
            headers.put("Content-Type", "application/vnd.amazon.eventstream");
            headers.put("X-Amzn-SageMaker-Content-Type", contentType(answer));
            headers.forEach(call.exchange().getResponseHeaders()::set);
            call.exchange().sendResponseHeaders(200, 0);
            relay(parts, new Frames(call.exchange().getResponseBody(), ending));
            // The exchange closes only now, since that tells the caller that the stream is whole.
            call.exchange().close();
        }
    }

    /// Sends one part for each piece of the container's answer, as it comes.
    private void relay(InputStream parts, Frames frames) throws IOException {
        AtomicBoolean late = new AtomicBoolean();
        CompletableFuture<Void> limit = CompletableFuture.runAsync(
                () -> {
                    late.set(true);
                    closeQuietly(parts);
                },
                CompletableFuture.delayedExecutor(settings.streamTimeLimit().toMillis(), TimeUnit.MILLISECONDS));
        byte[] buffer = new byte[LARGEST_PART];
        try {
            for (int read = next(parts, buffer); read >= 0; read = next(parts, buffer)) {
                if (!frames.part(Arrays.copyOf(buffer, read))) {
                    return;
                }
            }
            if (late.get()) {
                throw new ContainerBroke();
            }
        } catch (ContainerBroke e) {
            frames.send(
                    late.get()
                            ? EventStream.modelStreamError(
                                    "ModelInvocationTimeExceeded", "The model's time for this stream is over.")
                            : EventStream.modelStreamError("StreamBroken", "The model's stream broke off."));
        } finally {
            limit.cancel(true);
        }
    }

    private static int next(InputStream parts, byte[] buffer) throws ContainerBroke {
        try {
            return parts.read(buffer);
        } catch (IOException e) {
            throw new ContainerBroke();
        }
    }

    private static void closeQuietly(InputStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            // The exchange is being given up, so a failed close does no harm.
        }
    }

    /// Calls are run from now on, and their results written to S3.
    void queue(AsyncQueue into) {
        queue = Optional.of(into);
    }

    /// Takes the call and answers where its result goes. Without a queue the model is never called.
    private void queued(Call call) throws IOException {
        String location = call.headers().get("x-amzn-sagemaker-inputlocation");
        if ((location == null) == (call.body().length == 0)) {
            SageMakerFront.refuse(
                    call.exchange(),
                    RuntimeError.validation("Exactly one of InputLocation and Body must be provided."));
            return;
        }
        if (call.body().length > LARGEST_ASYNC_BODY) {
            SageMakerFront.refuse(
                    call.exchange(),
                    RuntimeError.validation("Body must not be larger than " + LARGEST_ASYNC_BODY + " bytes."));
            return;
        }
        String id = call.headers()
                .getOrDefault("x-amzn-sagemaker-inference-id", UUID.randomUUID().toString());
        String bucket = "s3://sagemaker-" + settings.region() + "-" + settings.account() + "/" + call.endpoint() + "/";
        String output = queue.map(calls -> calls.output(call.endpoint(), id))
                .orElseGet(() -> bucket + "output/" + UUID.randomUUID() + ".out");
        String failure = queue.map(calls -> calls.failure(call.endpoint(), id))
                .orElseGet(() -> bucket + "failure/" + UUID.randomUUID() + ".out");
        queue.ifPresent(calls -> calls.add(call, id));
        LoopbackServer.answer(
                call.exchange(),
                202,
                Map.of(
                        "Content-Type", "application/json",
                        "X-Amzn-SageMaker-OutputLocation", output,
                        "X-Amzn-SageMaker-FailureLocation", failure),
                RuntimeError.json(Map.of("InferenceId", id)));
    }

    private static Map<String, String> responseHeaders(Call call, HttpResponse<?> answer) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("x-Amzn-Invoked-Production-Variant", call.target().variant());
        for (String name : PASSED_BACK) {
            answer.headers().firstValue(name).ifPresent(value -> headers.put(name, value));
        }
        return headers;
    }

    private static String contentType(HttpResponse<?> answer) {
        return answer.headers().firstValue("Content-Type").orElse("application/octet-stream");
    }

    private RuntimeError modelError(Call call, int status, byte[] message) {
        return RuntimeError.model(settings, call.endpoint(), status, new String(message, StandardCharsets.UTF_8));
    }

    /// A failure on the container's side, not on the caller's.
    private static final class ContainerBroke extends IOException {}

    /// The caller's side of a stream, with the ending that a test asks for.
    private record Frames(OutputStream out, Ending ending) {
        /// Sends a part; false if the stream ends here, whatever the model still writes.
        boolean part(byte[] bytes) throws IOException {
            byte[] frame = EventStream.payloadPart(bytes);
            send(frame);
            if (ending == Ending.CUT) {
                out.write(frame, 0, frame.length / 2);
                out.flush();
                throw new IOException("cut, as the test says");
            }
            if (ending == Ending.FAILURE) {
                send(EventStream.internalStreamFailure());
                return false;
            }
            return true;
        }

        void send(byte[] frame) throws IOException {
            out.write(frame);
            out.flush();
        }
    }
}
