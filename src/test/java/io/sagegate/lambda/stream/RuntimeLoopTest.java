package io.sagegate.lambda.stream;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sagegate.api.Response;
import io.sagegate.http.Headers;
import io.sagegate.lambda.stream.RuntimeLoop.Prepared;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

/// The loop against a Runtime API that notes every word.
final class RuntimeLoopTest {
    private static final Instant FAR = Instant.parse("2999-01-01T00:00:00Z");
    private static final String NULS = "\0".repeat(8);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static int run(FakeRuntimeApi api, StreamingFunction function, String... environment)
            throws InterruptedException {
        return RuntimeLoop.of(api.environment(environment)).run(() -> new Prepared(function, SnapshotHooks.NONE));
    }

    @Test
    void anAnswerIsHeadDelimiterAndBodyInStreamingMode() throws Exception {
        try (var api = new FakeRuntimeApi(FAR, "a")) {
            run(api, (invocation, exit) -> {
                assertThat(invocation.event()).asString().isEqualTo("{\"event\":\"a\"}");
                assertThat(invocation.traceHeader()).isEqualTo("Root=trace-of-a");
                assertThat(invocation.deadline()).isEqualTo(Instant.ofEpochMilli(FAR.toEpochMilli()));
                exit.begin(201, Headers.of("x-one", "1"));
                exit.write(bytes("once "));
                exit.write(new byte[0]);
                exit.write(bytes("upon"));
                exit.end();
            });

            assertThat(api.told)
                    .containsExactly(new FakeRuntimeApi.Told(
                            "invocation/a/response",
                            "streaming",
                            "application/vnd.awslambda.http-integration-response",
                            "{\"statusCode\":201,\"headers\":{\"x-one\":\"1\"}}" + NULS + "once upon",
                            "",
                            ""));
        }
    }

    @Test
    void aWholeAnswerGoesTheSameWay() throws Exception {
        try (var api = new FakeRuntimeApi(FAR, "a")) {
            run(api, (_, exit) -> exit.send(new Response(404, Headers.none(), bytes("nothing"))));

            assertThat(api.told.getFirst().body()).isEqualTo("{\"statusCode\":404,\"headers\":{}}" + NULS + "nothing");
        }
    }

    @Test
    void aPayloadIsSentAsAwssOwnClientSendsIt() throws Exception {
        try (var api = new FakeRuntimeApi(FAR, "a", "b")) {
            run(api, (_, exit) -> exit.payload(bytes("{\"statusCode\":200}")));

            assertThat(api.told.getFirst())
                    .isEqualTo(new FakeRuntimeApi.Told(
                            "invocation/a/response", "", "application/json", "{\"statusCode\":200}", "", ""));
            assertThat(api.paths()).containsExactly("invocation/a/response", "invocation/b/response");
        }
    }

    @Test
    void anAnswerThatCannotBeFinishedEndsWithErrorTrailers() throws Exception {
        try (var api = new FakeRuntimeApi(FAR, "a", "b")) {
            run(api, (_, exit) -> {
                exit.begin(200, Headers.none());
                exit.write(bytes("half"));
                exit.abort("stream_truncated");
            });

            var told = api.told.getFirst();
            assertThat(told.body()).endsWith(NULS + "half");
            assertThat(told.errorType()).isEqualTo("Sagegate.stream_truncated");
            assertThat(Base64.getDecoder().decode(told.errorBody()))
                    .asString()
                    .contains("\"errorType\":\"Sagegate.stream_truncated\"");
            assertThat(api.paths()).containsExactly("invocation/a/response", "invocation/b/response");
        }
    }

    @Test
    void aFaultBeforeTheAnswerIsReportedWithoutItsText() throws Exception {
        try (var api = new FakeRuntimeApi(FAR, "a", "b")) {
            run(api, (_, _) -> {
                throw new IllegalStateException("a secret");
            });

            assertThat(api.paths()).containsExactly("invocation/a/error", "invocation/b/error");
            assertThat(api.told.getFirst().errorType()).isEqualTo("Runtime.IllegalStateException");
            assertThat(api.told.getFirst().body()).doesNotContain("secret");
        }
    }

    @Test
    void aFaultInTheMiddleOfTheAnswerGoesIntoTheTrailers() throws Exception {
        try (var api = new FakeRuntimeApi(FAR, "a")) {
            run(api, (_, exit) -> {
                exit.begin(200, Headers.none());
                throw new IllegalStateException("a secret");
            });

            assertThat(api.paths()).containsExactly("invocation/a/response");
            assertThat(api.told.getFirst().errorType()).isEqualTo("Runtime.IllegalStateException");
        }
    }

    @Test
    void aFunctionThatCannotStartIsReportedAndEndsTheEnvironment() throws Exception {
        try (var api = new FakeRuntimeApi(FAR, "a")) {
            var code = RuntimeLoop.of(api.environment()).run(() -> {
                throw new IllegalArgumentException("a secret");
            });

            assertThat(code).isEqualTo(RuntimeLoop.LOST);
            assertThat(api.paths()).containsExactly("init/error");
            assertThat(api.told.getFirst().errorType()).isEqualTo("Runtime.IllegalArgumentException");
        }
    }

    @Test
    void theSnapshotIsTakenBetweenTheTwoHooks() throws Exception {
        var steps = new CopyOnWriteArrayList<String>();
        try (var api = new FakeRuntimeApi(FAR, "a")) {
            RuntimeLoop.of(api.environment("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start"))
                    .run(() -> new Prepared(
                            (_, exit) -> exit.send(new Response(200, Headers.none(), new byte[0])),
                            new SnapshotHooks() {
                                @Override
                                public void beforeSnapshot() {
                                    steps.add("before " + api.paths());
                                }

                                @Override
                                public void afterRestore() {
                                    steps.add("after " + api.paths());
                                }
                            }));

            assertThat(steps).containsExactly("before []", "after [restore/next]");
            assertThat(api.paths()).containsExactly("restore/next", "invocation/a/response");
        }
    }

    @Test
    void withoutSnapStartThereIsNoSnapshot() throws Exception {
        try (var api = new FakeRuntimeApi(FAR)) {
            run(api, (_, _) -> {}, "AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");

            assertThat(api.paths()).isEmpty();
        }
    }

    @Test
    void aCopyThatCannotBeRenewedIsReportedAndServesNothing() throws Exception {
        try (var api = new FakeRuntimeApi(FAR, "a")) {
            var code = RuntimeLoop.of(api.environment("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start"))
                    .run(() -> new Prepared((_, _) -> {}, new SnapshotHooks() {
                        @Override
                        public void beforeSnapshot() {}

                        @Override
                        public void afterRestore() {
                            throw new IllegalStateException("a secret");
                        }
                    }));

            assertThat(code).isEqualTo(RuntimeLoop.BROKEN_SNAPSHOT);
            assertThat(api.paths()).containsExactly("restore/next", "restore/error");
        }
    }

    @Test
    void concurrentInvocationsRunAtOnceEachWithItsOwnTrace() throws Exception {
        var together = new CyclicBarrier(4);
        var traces = new CopyOnWriteArrayList<String>();
        try (var api = new FakeRuntimeApi(FAR, "a", "b", "c", "d")) {
            run(
                    api,
                    (invocation, exit) -> {
                        try {
                            // Nobody gets past this before all four are here.
                            together.await();
                        } catch (InterruptedException | BrokenBarrierException e) {
                            throw new IOException(e);
                        }
                        traces.add(invocation.id() + " " + invocation.traceHeader());
                        exit.send(new Response(200, Headers.none(), bytes(invocation.id())));
                        together.reset();
                    },
                    "AWS_LAMBDA_MAX_CONCURRENCY",
                    "4");

            // The loop ends with the first worker that finds no more events, maybe before the last has noted its own.
            await().untilAsserted(() -> assertThat(traces)
                    .containsExactlyInAnyOrder(
                            "a Root=trace-of-a", "b Root=trace-of-b", "c Root=trace-of-c", "d Root=trace-of-d"));
        }
    }

    @Test
    void aWorkerThatEndsLetsTheCallsOfOthersEnd() throws Exception {
        var begun = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        try (var api = new FakeRuntimeApi(FAR, "a", "b")) {
            run(
                    api,
                    (invocation, exit) -> {
                        try {
                            if (invocation.id().equals("b")) {
                                begun.await();
                                throw new InternalError("the worker ends");
                            }
                            begun.countDown();
                            var status = never.await(300, MILLISECONDS) ? 500 : 200;
                            exit.send(new Response(status, Headers.none(), new byte[0]));
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                    },
                    "AWS_LAMBDA_MAX_CONCURRENCY",
                    "2");

            assertThat(api.told)
                    .filteredOn(told -> told.path().equals("invocation/a/response"))
                    .singleElement()
                    .satisfies(told -> assertThat(told.body()).isEqualTo("{\"statusCode\":200,\"headers\":{}}" + NULS));
        }
    }

    @Test
    void anAnswerNobodyTakesEndsThereAndTheLoopGoesOn() throws Exception {
        var outcomes = new CopyOnWriteArrayList<String>();
        try (var api = new FakeRuntimeApi(FAR, "a", "b")) {
            api.taking(exchange -> {
                if (exchange.rawPath().contains("/a/")) {
                    exchange.abort();
                }
            });
            run(api, (invocation, exit) -> {
                try {
                    exit.begin(200, Headers.none());
                    for (var i = 0; i < 10_000 && invocation.id().equals("a"); i++) {
                        exit.write(new byte[16_384]);
                    }
                    exit.end();
                    outcomes.add(invocation.id() + " whole");
                } catch (IOException e) {
                    outcomes.add(invocation.id() + " gone");
                    throw e;
                }
            });

            assertThat(outcomes).containsExactly("a gone", "b whole");
        }
    }

    @Test
    void aTakerTooSlowForTheDeadlineIsLeftBeforeLambdaKillsTheFunction() throws Exception {
        var stuck = new CountDownLatch(1);
        var outcomes = new CopyOnWriteArrayList<String>();
        try (var api = new FakeRuntimeApi(Instant.now().plusSeconds(2), "a")) {
            api.taking(_ -> stuck.await());
            run(api, (_, exit) -> {
                try {
                    exit.begin(200, Headers.none());
                    while (true) {
                        exit.write(new byte[1_000_000]);
                    }
                } catch (IOException e) {
                    outcomes.add("recorded");
                    stuck.countDown();
                }
            });

            assertThat(outcomes).containsExactly("recorded");
        }
    }

    @Test
    void aRuntimeOutsideLambdaSaysSo() {
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> RuntimeLoop.of(java.util.Map.of())))
                .hasMessageContaining("AWS_LAMBDA_RUNTIME_API is missing");
    }

    @Test
    void aReplyIsReadWithinBounds() {
        for (var broken : List.of(
                "nonsense\r\n\r\n",
                "HTTP/1.1 200 OK\r\ncontent-length: 99999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\n" + "a: b\r\n".repeat(200) + "\r\n",
                "HTTP/1.1 200 OK\r\nx: " + "y".repeat(40_000) + "\r\n\r\n")) {
            assertThat(org.assertj.core.api.Assertions.catchThrowable(
                            () -> Reply.read(new java.io.ByteArrayInputStream(bytes(broken)))))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aReplyInChunksIsPutTogether() throws Exception {
        var reply = Reply.read(new java.io.ByteArrayInputStream(bytes(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nonce\r\n5;x=y\r\n upon\r\n0\r\n\r\n")));

        assertThat(reply.body()).asString().isEqualTo("once upon");
    }
}
