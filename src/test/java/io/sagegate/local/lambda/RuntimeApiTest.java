package io.sagegate.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The Runtime API against a runtime scripted byte by byte.
@Timeout(60)
final class RuntimeApiTest {
    private static final String PRELUDE =
            "{\"statusCode\":207,\"headers\":{\"Content-Type\":\"text/event-stream\"},\"cookies\":[\"a=1\"]}"
                    + "\0\0\0\0\0\0\0\0";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final InvocationQueue queue = new InvocationQueue(1);
    private final CountDownLatch killed = new CountDownLatch(1);
    private RuntimeApi api = api(Duration.ofSeconds(30));
    private HttpFront front = front();

    private RuntimeApi api(Duration timeout) {
        try {
            return RuntimeApi.start(
                    new RuntimeApi.Settings("arn:aws:lambda:us-east-1:111122223333:function:f", timeout),
                    queue,
                    InstantSource.system(),
                    killed::countDown);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpFront front() {
        try {
            return HttpFront.functionUrl(0, "us-east-1", this::invoke, InstantSource.system());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Outcome invoke(byte[] event, String traceId) {
        Invocation invocation = new Invocation(UUID.randomUUID().toString(), traceId, event);
        return queue.offer(invocation) ? invocation.outcome().join() : new Outcome.Throttled();
    }

    @AfterEach
    void stop() {
        front.close();
        api.close();
    }

    @Test
    void streamedBytesReachTheClientBeforeTheStreamEnds() throws Exception {
        try (ScriptedRuntime runtime = new ScriptedRuntime(api.authority())) {
            CompletableFuture<HttpResponse<InputStream>> call = call();
            runtime.beginStream(runtime.next());
            runtime.chunk(PRELUDE + "first");
            HttpResponse<InputStream> response = call.get();
            InputStream body = response.body();
            assertThat(text(body.readNBytes(5))).isEqualTo("first");
            runtime.chunk("second");
            assertThat(text(body.readNBytes(6))).isEqualTo("second");
            runtime.endStream("");
            assertThat(body.read()).isEqualTo(-1);
            assertThat(runtime.head()).contains(" 202 ");
            assertThat(response.statusCode()).isEqualTo(207);
            assertThat(response.headers().firstValue("content-type")).contains("text/event-stream");
            assertThat(response.headers().firstValue("set-cookie")).contains("a=1");
        }
    }

    @Test
    void errorTrailerCutsTheClientsConnectionInsteadOfEndingItWell() throws Exception {
        try (ScriptedRuntime runtime = new ScriptedRuntime(api.authority())) {
            CompletableFuture<HttpResponse<InputStream>> call = call();
            runtime.beginStream(runtime.next());
            runtime.chunk(PRELUDE + "half");
            InputStream body = call.get().body();
            body.readNBytes(4);
            runtime.endStream("Lambda-Runtime-Function-Error-Type: Runtime.StreamError\r\n");
            assertThatThrownBy(body::read).isInstanceOf(IOException.class);
        }
    }

    @Test
    void runtimeThatDisappearsInAStreamCutsTheClientsConnection() throws Exception {
        ScriptedRuntime runtime = new ScriptedRuntime(api.authority());
        CompletableFuture<HttpResponse<InputStream>> call = call();
        runtime.beginStream(runtime.next());
        runtime.chunk(PRELUDE + "half");
        InputStream body = call.get().body();
        body.readNBytes(4);
        runtime.close();
        assertThatThrownBy(body::read).isInstanceOf(IOException.class);
    }

    @Test
    void streamWithoutAPreludeIsABadGateway() throws Exception {
        try (ScriptedRuntime runtime = new ScriptedRuntime(api.authority())) {
            CompletableFuture<HttpResponse<InputStream>> call = call();
            runtime.beginStream(runtime.next());
            runtime.chunk("{\"statusCode\":200}");
            runtime.endStream("");
            assertThat(call.get().statusCode()).isEqualTo(502);
        }
    }

    @Test
    void bufferedResponseIsTakenOnceAndOnlyForAKnownRequest() throws Exception {
        try (ScriptedRuntime runtime = new ScriptedRuntime(api.authority())) {
            CompletableFuture<HttpResponse<InputStream>> call = call();
            String id = runtime.next();
            runtime.respond(id, "{\"statusCode\":204}");
            assertThat(runtime.head()).contains(" 202 ");
            assertThat(call.get().statusCode()).isEqualTo(204);
            runtime.respond(id, "{\"statusCode\":200}");
            assertThat(runtime.head()).contains(" 400 ");
            runtime.respond(UUID.randomUUID().toString(), "{}");
            assertThat(runtime.head()).contains(" 400 ");
        }
    }

    @Test
    void eventPolledByARuntimeThatLeftGoesToTheNextOne() throws Exception {
        ScriptedRuntime gone = new ScriptedRuntime(api.authority());
        gone.ask();
        gone.close();
        try (ScriptedRuntime runtime = new ScriptedRuntime(api.authority())) {
            CompletableFuture<HttpResponse<InputStream>> call = call();
            runtime.respond(runtime.next(), "{\"statusCode\":200}");
            assertThat(call.get().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void severalPollsMayBeOpenAtOnce() throws Exception {
        try (ScriptedRuntime one = new ScriptedRuntime(api.authority());
                ScriptedRuntime two = new ScriptedRuntime(api.authority())) {
            CompletableFuture<HttpResponse<InputStream>> first = call();
            String firstId = one.next();
            CompletableFuture<HttpResponse<InputStream>> second = call();
            two.respond(two.next(), "{\"statusCode\":202}");
            assertThat(second.get().statusCode()).isEqualTo(202);
            one.respond(firstId, "{\"statusCode\":201}");
            assertThat(first.get().statusCode()).isEqualTo(201);
        }
    }

    @Test
    void callBeyondTheWaitingRoomIsThrottled() throws Exception {
        queue.offer(new Invocation(UUID.randomUUID().toString(), "", new byte[0]));
        assertThat(call().get().statusCode()).isEqualTo(429);
    }

    @Test
    void functionThatOverrunsItsTimeIsKilledAndTheCallerToldSo() throws Exception {
        api.close();
        api = api(Duration.ofMillis(200));
        try (ScriptedRuntime runtime = new ScriptedRuntime(api.authority())) {
            CompletableFuture<HttpResponse<InputStream>> call = call();
            runtime.next();
            assertThat(call.get().statusCode()).isEqualTo(502);
            assertThat(killed.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void initErrorFailsTheCallThatWaits() throws Exception {
        CompletableFuture<HttpResponse<InputStream>> call = call();
        URI init = URI.create("http://" + api.authority() + "/2018-06-01/runtime/init/error");
        HttpRequest report = HttpRequest.newBuilder(init)
                .header("Lambda-Runtime-Function-Error-Type", "Runtime.InitError")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        while (!call.isDone()) {
            CLIENT.send(report, BodyHandlers.discarding());
        }
        assertThat(call.get().statusCode()).isEqualTo(502);
    }

    private CompletableFuture<HttpResponse<InputStream>> call() {
        return CLIENT.sendAsync(
                HttpRequest.newBuilder(front.uri().resolve("/x")).build(), BodyHandlers.ofInputStream());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
