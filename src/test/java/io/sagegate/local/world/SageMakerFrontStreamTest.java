package io.sagegate.local.world;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sagegate.local.world.ScriptedContainer.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeAsyncClient;
import software.amazon.awssdk.services.sagemakerruntime.model.InternalStreamFailureException;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointWithResponseStreamResponse;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelErrorException;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelStreamErrorException;
import software.amazon.awssdk.services.sagemakerruntime.model.PayloadPart;

/// The streaming operation, through the real SDK's async client over CRT.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SageMakerFrontStreamTest {
    private final ScriptedContainer scripted;
    private final LoopbackServer stepwise;
    private final SageMakerFront front;
    private final SageMakerRuntimeAsyncClient client;
    private final CountDownLatch firstPartSeen = new CountDownLatch(1);

    SageMakerFrontStreamTest() throws IOException {
        scripted = ScriptedContainer.start(SageMakerFrontStreamTest::script);
        stepwise = LoopbackServer.start(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write("one".getBytes(StandardCharsets.UTF_8));
                out.flush();
                // The second chunk exists only once the first has gone all the way.
                out.write((await(firstPartSeen) ? "two" : "nobody saw one").getBytes(StandardCharsets.UTF_8));
            }
        });
        front = SageMakerFront.start(
                Map.of(
                        "scripted",
                        scripted.uri(),
                        "stepwise",
                        stepwise.uri(),
                        "gone",
                        URI.create("http://127.0.0.1:9")),
                FrontSettings.defaults()
                        .withSecrets(Map.of(RuntimeClients.ACCESS_KEY, RuntimeClients.SECRET))
                        .withTimeLimits(Duration.ofSeconds(20), Duration.ofSeconds(2)));
        client = RuntimeClients.async(front.endpoint());
    }

    @AfterAll
    void stop() {
        client.close();
        front.close();
        stepwise.close();
        scripted.close();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(20, SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Response script(String path, Map<String, String> headers, byte[] body) {
        Response begun = Response.of(200, "text/event-stream", "data: 1\n\n");
        return switch (new String(body, StandardCharsets.UTF_8)) {
            case "whole" ->
                begun.with("X-Amzn-SageMaker-Custom-Attributes", "accept=" + headers.get("accept"))
                        .pause(Duration.ofMillis(100))
                        .chunk("data: 2\n\n");
            case "break" -> begun.pause(Duration.ofMillis(100)).cut();
            case "endless" -> begun.pause(Duration.ofSeconds(60));
            default -> Response.of(503, "text/plain", "no tokens today");
        };
    }

    @Test
    void aStreamsPartsAndHeadersArrive() throws Exception {
        Stream stream = invoke("scripted", "whole");

        stream.end();

        assertThat(stream.text()).isEqualTo("data: 1\n\ndata: 2\n\n");
        assertThat(stream.parts).hasSize(2);
        InvokeEndpointWithResponseStreamResponse head = stream.head.get();
        assertThat(head.contentType()).isEqualTo("text/event-stream");
        assertThat(head.invokedProductionVariant()).isEqualTo("AllTraffic");
        assertThat(head.customAttributes()).isEqualTo("accept=text/event-stream");
    }

    @Test
    void aPartArrivesBeforeTheModelHasMadeTheNext() throws Exception {
        Stream stream = invoke("stepwise", "x", firstPartSeen::countDown);

        stream.end();

        assertThat(stream.parts).containsExactly("one", "two");
    }

    @Test
    void aModelErrorBeforeTheStreamIsAModelError() {
        ModelErrorException error = failure(ModelErrorException.class, invoke("scripted", "fail"));

        assertThat(error.originalStatusCode()).isEqualTo(503);
        assertThat(error.originalMessage()).isEqualTo("no tokens today");
    }

    @Test
    void aContainerThatIsNotThereIsAModelError() {
        assertThat(failure(ModelErrorException.class, invoke("gone", "x")).originalStatusCode())
                .isEqualTo(500);
    }

    @Test
    void aModelsBrokenStreamEndsWithModelStreamError() {
        Stream stream = invoke("scripted", "break");

        ModelStreamErrorException error = failure(ModelStreamErrorException.class, stream);

        assertThat(error.errorCode()).isEqualTo("StreamBroken");
        assertThat(stream.text()).isEqualTo("data: 1\n\n");
    }

    @Test
    void aStreamThatOutlivesItsTimeEndsWithModelStreamError() {
        assertThat(failure(ModelStreamErrorException.class, invoke("scripted", "endless"))
                        .errorCode())
                .isEqualTo("ModelInvocationTimeExceeded");
    }

    @Test
    void aFailingRuntimeEndsTheStreamWithInternalStreamFailure() {
        front.fault("scripted", Fault.STREAM_FAILURE);
        try {
            Stream stream = invoke("scripted", "whole");

            failure(InternalStreamFailureException.class, stream);

            assertThat(stream.text()).isEqualTo("data: 1\n\n");
        } finally {
            front.heal("scripted");
        }
    }

    @Test
    void aStreamCutInsideAFrameDeliversOnlyWholeParts() {
        front.fault("scripted", Fault.CUT_INSIDE);
        try {
            Stream stream = invoke("scripted", "whole");

            assertThatThrownBy(stream::end).isInstanceOf(ExecutionException.class);
            assertThat(stream.text()).isEqualTo("data: 1\n\n");
        } finally {
            front.heal("scripted");
        }
    }

    private static <T extends Throwable> T failure(Class<T> type, Stream stream) {
        ExecutionException failure = catchThrowableOfType(ExecutionException.class, stream::end);
        Throwable cause = failure.getCause();
        while (cause instanceof CompletionException wrapper && wrapper.getCause() != null) {
            cause = wrapper.getCause();
        }
        assertThat(cause).isInstanceOf(type);
        return Objects.requireNonNull(type.cast(cause));
    }

    private Stream invoke(String endpoint, String body) {
        return invoke(endpoint, body, () -> {});
    }

    private Stream invoke(String endpoint, String body, Runnable onPart) {
        List<String> parts = new CopyOnWriteArrayList<>();
        AtomicReference<InvokeEndpointWithResponseStreamResponse> head = new AtomicReference<>();
        CompletableFuture<Void> done = client.invokeEndpointWithResponseStream(
                request -> request.endpointName(endpoint)
                        .contentType("application/json")
                        .accept("text/event-stream")
                        .body(SdkBytes.fromUtf8String(body)),
                InvokeEndpointWithResponseStreamResponseHandler.builder()
                        .onResponse(head::set)
                        .subscriber(event -> {
                            if (event instanceof PayloadPart part) {
                                parts.add(part.bytes().asUtf8String());
                                onPart.run();
                            }
                        })
                        .build());
        return new Stream(done, parts, head);
    }

    private record Stream(
            CompletableFuture<Void> done,
            List<String> parts,
            AtomicReference<InvokeEndpointWithResponseStreamResponse> head) {
        void end() throws Exception {
            done.get(30, SECONDS);
        }

        String text() {
            return String.join("", parts);
        }
    }
}
