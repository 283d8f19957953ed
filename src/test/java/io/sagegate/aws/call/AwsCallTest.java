package io.sagegate.aws.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sagegate.aws.call.CallException.Fault;
import io.sagegate.local.http.Exchange;
import io.sagegate.local.http.Header;
import io.sagegate.local.http.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls against a service that misbehaves.
final class AwsCallTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Credentials KEYS = new Credentials("AKID", "secret", Optional.of("token"));
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int MAX = 100_000;

    private final AtomicReference<Instant> time = new AtomicReference<>(NOW);
    private final Wire wire = new Wire(Duration.ofSeconds(2), time::get);
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final List<Service> answers = new CopyOnWriteArrayList<>();
    private final LoopbackServer server = start();
    private final AwsCall call = call(server.uri());

    private interface Service {
        void answer(Exchange exchange) throws IOException, InterruptedException;
    }

    private LoopbackServer start() {
        try {
            return LoopbackServer.start(0, this::serve);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private AwsCall call(URI address) {
        var service = io.sagegate.aws.call.Service.of("db", "db", "us-east-1", "invalid", Optional.of(address));
        return new AwsCall(wire, service, () -> KEYS, InstantSource.fixed(NOW));
    }

    private void serve(Exchange exchange) throws IOException, InterruptedException {
        var body = new String(exchange.body().readAllBytes(), StandardCharsets.UTF_8);
        var number = seen.size();
        seen.add(body + " at " + exchange.header("x-amz-date").orElse("none"));
        answers.get(Math.min(number, answers.size() - 1)).answer(exchange);
    }

    @AfterEach
    void stop() {
        wire.close();
        server.close();
    }

    private static Service status(int status, String body, Header... headers) {
        return exchange -> exchange.answer(status, List.of(headers), body.getBytes(StandardCharsets.UTF_8));
    }

    private static Service cut() {
        return Exchange::abort;
    }

    private static Service silence() {
        return exchange -> {
            Thread.sleep(2_000);
            exchange.abort();
        };
    }

    private static Service refusal(int status, String code) {
        return status(status, "{\"__type\":\"com.amazonaws.db#" + code + "\",\"message\":\"no\"}");
    }

    private void serves(Service... script) {
        answers.addAll(List.of(script));
    }

    private static Outgoing request() {
        return Outgoing.post(
                "/", new Fields().add("Content-Type", "text/plain"), "body".getBytes(StandardCharsets.UTF_8));
    }

    private Answer once(Duration within) throws CallException {
        return call.once(request(), KEYS, MAX, TimeLeft.of(within));
    }

    private Answer repeated(Duration within) throws CallException {
        return call.repeated(request(), MAX, Duration.ofMillis(700), TimeLeft.of(within));
    }

    private static void fails(org.assertj.core.api.ThrowableAssert.ThrowingCallable work, Fault fault) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        CallException.class, e -> assertThat(e.fault()).isEqualTo(fault));
    }

    @Test
    void anAnswerIsReadWhole() throws CallException {
        serves(status(200, "x".repeat(90_000), new Header("X-Some", "thing")));
        var answer = once(LONG);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).hasSize(90_000);
        assertThat(answer.first("x-some")).contains("thing");
    }

    @Test
    void aLongerAnswerIsGivenUp() {
        serves(status(200, "x".repeat(MAX + 1)));
        fails(() -> once(LONG), Fault.TOO_LARGE);
        fails(() -> repeated(LONG), Fault.TOO_LARGE);
    }

    @Test
    void aCallThatMayHaveBeenCarriedOutIsNeverSentTwice() {
        serves(cut());
        fails(() -> once(LONG), Fault.BROKEN);
        assertThat(seen).hasSize(1);
    }

    @Test
    void aCallThatTookTooLongIsNeverSentTwice() {
        serves(silence(), status(200, ""));
        fails(() -> once(Duration.ofMillis(300)), Fault.TIMED_OUT);
        assertThat(seen).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void aRefusalOfAModelCallIsItsAnswer(int status) throws CallException {
        serves(status(status, "{}"));
        assertThat(once(LONG).status()).isEqualTo(status);
        assertThat(seen).hasSize(1);
    }

    @Test
    void aServiceThatIsNotThereWasSentNothing() throws IOException {
        int port;
        try (var nobody = new java.net.ServerSocket(0)) {
            port = nobody.getLocalPort();
        }
        var gone = call(URI.create("http://127.0.0.1:" + port));
        fails(() -> gone.once(request(), KEYS, MAX, TimeLeft.of(LONG)), Fault.NOT_SENT);
    }

    @Test
    void aCallForWhichNoTimeIsLeftIsNotSentThoughAConnectionIsOpen() throws CallException {
        serves(status(200, ""));
        once(LONG);
        fails(() -> once(Duration.ZERO), Fault.NOT_SENT);
        fails(() -> repeated(Duration.ZERO), Fault.NOT_SENT);
        fails(() -> call.stream(request(), KEYS, TimeLeft.of(Duration.ZERO)), Fault.NOT_SENT);
        assertThat(seen).hasSize(1);
    }

    /// The server's kernel takes the connection, and nobody answers for TLS.
    @Test
    void aConnectionThatIsNotReadyInTimeWasSentNothing() throws IOException {
        try (var silent = new java.net.ServerSocket(0, 8, java.net.InetAddress.getLoopbackAddress())) {
            var slow = call(URI.create("https://127.0.0.1:" + silent.getLocalPort()));
            fails(() -> slow.once(request(), KEYS, MAX, TimeLeft.of(Duration.ofMillis(300))), Fault.NOT_SENT);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, ProvisionedThroughputExceededException",
        "400, ThrottlingException",
        "400, TransactionConflictException",
        "500, InternalServerError",
        "503, ServiceUnavailable"
    })
    void aRefusalOfTheMomentIsAskedAgain(int status, String code) throws CallException {
        serves(refusal(status, code), refusal(status, code), status(200, "done"));
        assertThat(repeated(LONG).body()).asString(StandardCharsets.UTF_8).isEqualTo("done");
        assertThat(seen).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ConditionalCheckFailedException", "TransactionCanceledException", "ValidationException"})
    void anyOtherRefusalIsTheAnswer(String code) throws CallException {
        serves(refusal(400, code));
        assertThat(repeated(LONG).errorCode()).isEqualTo(code);
        assertThat(seen).hasSize(1);
    }

    @Test
    void aLostAnswerIsAskedForAgain() throws CallException {
        serves(cut(), silence(), status(200, "done"));
        assertThat(repeated(LONG).isSuccess()).isTrue();
        assertThat(seen).hasSize(3);
    }

    @Test
    void repetitionsEndWithTheirTime() {
        serves(silence());
        var begun = System.nanoTime();
        fails(() -> repeated(Duration.ofMillis(900)), Fault.TIMED_OUT);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LONG);
        assertThat(seen).hasSizeBetween(1, 3);
    }

    @Test
    void aServiceInTroubleIsNotAskedNineTimesByEveryCall() {
        var budget = new RetryBudget();
        for (var i = 0; i < 100; i++) {
            assertThat(budget.take()).isTrue();
        }
        assertThat(budget.take()).isFalse();
        for (var i = 0; i < 5; i++) {
            assertThat(budget.take()).isFalse();
            budget.succeeded();
        }
        assertThat(budget.take()).isTrue();
        assertThat(budget.take()).isFalse();
    }

    /// A request that was refused for its signature was not carried out.
    @Test
    void aClockThatIsWrongIsPutRightOnce() throws CallException {
        var theirs = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                NOW.plus(Duration.ofHours(1)).atOffset(ZoneOffset.UTC));
        serves(
                status(
                        403,
                        "{\"message\":\"Signature expired\"}",
                        new Header("x-amzn-ErrorType", "InvalidSignatureException:http://internal/"),
                        new Header("Date", theirs)),
                status(200, "done"));
        assertThat(once(LONG).isSuccess()).isTrue();
        assertThat(seen).containsExactly("body at 20261123T100000Z", "body at 20261123T110000Z");
        once(LONG);
        assertThat(seen).last().isEqualTo("body at 20261123T110000Z");
    }

    @Test
    void aWrongKeyIsNotTakenForAWrongClock() throws CallException {
        serves(status(
                403,
                "{}",
                new Header("x-amzn-ErrorType", "InvalidSignatureException"),
                new Header("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(NOW.atOffset(ZoneOffset.UTC)))));
        assertThat(once(LONG).status()).isEqualTo(403);
        assertThat(seen).hasSize(1);
    }

    @Test
    void aRefusedStreamIsAnAnswer() throws CallException {
        serves(refusal(400, "ValidationException"));
        var streamed = call.stream(request(), KEYS, TimeLeft.of(LONG));
        assertThat(streamed)
                .isInstanceOfSatisfying(
                        Streamed.Refused.class,
                        refused -> assertThat(refused.answer().errorCode()).isEqualTo("ValidationException"));
    }

    @Test
    void aStreamIsPulledToItsEnd() throws CallException {
        serves(status(200, "x".repeat(1_000_000)));
        assertThat(readToItsEnd()).isEqualTo(1_000_000);
    }

    private StreamedAnswer streamed() throws CallException {
        return ((Streamed.Begun) call.stream(request(), KEYS, TimeLeft.of(LONG))).answer();
    }

    private int readToItsEnd() throws CallException {
        var length = 0;
        try (var answer = streamed()) {
            for (var next = answer.next(TimeLeft.of(LONG)); next.isPresent(); next = answer.next(TimeLeft.of(LONG))) {
                length += next.get().length;
            }
        }
        return length;
    }

    /// A caller that gave up waiting must not bring the runtime down once connections come.
    @Test
    void callsThatGaveUpWaitingLeaveNothingBehind() throws Exception {
        var open = new CountDownLatch(1);
        serves(exchange -> {
            open.await();
            exchange.answer(200, List.of(), new byte[0]);
        });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var holding = IntStream.range(0, 256)
                    .mapToObj(_ -> threads.submit(() -> once(LONG)))
                    .toList();
            await().until(seen::size, size -> size >= 256);
            var waiting = IntStream.range(0, 20_000)
                    .mapToObj(_ -> threads.submit(() -> {
                        fails(() -> wire.answer(
                                Origin.of(server.uri()), request(), MAX, TimeLeft.of(Duration.ofMillis(20))));
                        return null;
                    }))
                    .toList();
            for (var call : waiting) {
                call.get();
            }
            open.countDown();
            for (var call : holding) {
                assertThat(call.get().isSuccess()).isTrue();
            }
        }
        assertThat(once(LONG).isSuccess()).isTrue();
    }

    private static void fails(org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
        assertThatThrownBy(work).isInstanceOf(CallException.class);
    }

    /// After a restore from a snapshot there is nobody at the other end.
    @Test
    void connectionsAreMadeAnewWhenTold() throws CallException {
        serves(status(200, "one"));
        once(LONG);
        wire.reopen();
        assertThat(once(LONG).isSuccess()).isTrue();
    }

    @Test
    void connectionServesOneCallAfterAnother() throws CallException {
        var peers = new CopyOnWriteArrayList<Integer>();
        serves(exchange -> {
            peers.add(exchange.remotePort());
            exchange.answer(200, List.of(), new byte[0]);
        });
        for (var i = 0; i < 5; i++) {
            once(LONG);
        }
        assertThat(peers).hasSize(5).containsOnly(peers.getFirst());
    }

    /// The server may be closing a connection that was idle for long, and a call of a model is not sent twice. A clock
    /// that was set back does not tell how long it was.
    @ParameterizedTest
    @CsvSource({"0, 1", "49, 1", "50, 2", "3600, 2", "-1, 2"})
    void connectionThatWasIdleForLongIsNotUsedAgain(long seconds, int connections) throws CallException {
        var peers = new CopyOnWriteArrayList<Integer>();
        serves(exchange -> {
            peers.add(exchange.remotePort());
            exchange.answer(200, List.of(), new byte[0]);
        });
        once(LONG);
        time.set(NOW.plusSeconds(seconds));
        once(LONG);
        assertThat(Set.copyOf(peers)).hasSize(connections);
    }

    @ParameterizedTest
    @CsvSource({"49, 1", "50, 2"})
    void connectionOfAWholeStreamServesTheNextOneUnlessItWasIdleForLong(long seconds, int connections)
            throws CallException {
        var peers = new CopyOnWriteArrayList<Integer>();
        serves(exchange -> {
            peers.add(exchange.remotePort());
            exchange.answer(200, List.of(), "whole".getBytes(StandardCharsets.UTF_8));
        });
        readToItsEnd();
        time.set(NOW.plusSeconds(seconds));
        readToItsEnd();
        assertThat(Set.copyOf(peers)).hasSize(connections);
    }

    @Test
    void connectionOfAStreamThatWasGivenUpServesNoOther() throws CallException {
        var peers = new CopyOnWriteArrayList<Integer>();
        serves(exchange -> {
            peers.add(exchange.remotePort());
            exchange.answer(200, List.of(), "x".repeat(MAX).getBytes(StandardCharsets.UTF_8));
        });
        for (var i = 0; i < 3; i++) {
            try (var stream = streamed()) {
                assertThat(stream.status()).isEqualTo(200);
            }
        }
        assertThat(Set.copyOf(peers)).hasSize(3);
    }

    @Test
    void connectionThatItsServerEndsServesNoOtherCall() throws CallException {
        serves(status(200, "one", new Header("Connection", "close")));
        for (var i = 0; i < 20; i++) {
            assertThat(once(LONG).isSuccess()).isTrue();
        }
        assertThat(seen).hasSize(20);
    }

    /// The rest of its answer would be taken for the next one.
    @Test
    void connectionWhoseAnswerWasGivenUpServesNoOtherCall() throws CallException {
        serves(status(200, "x".repeat(MAX + 1)), status(200, "next"));
        fails(() -> once(LONG), Fault.TOO_LARGE);
        assertThat(once(LONG).body()).asString().isEqualTo("next");
    }

    /// A call may lose its connection at that moment, and be told so. It never meets a pool that is closed.
    @Test
    void connectionsThatAreDroppedWhileCallsAskForThemBreakNoRule() throws Exception {
        serves(status(200, "one"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = new ArrayList<Future<?>>();
            for (var i = 0; i < 50; i++) {
                calls.add(threads.submit(() -> {
                    try {
                        once(LONG);
                    } catch (CallException e) {
                        // The connection was dropped.
                    }
                    return true;
                }));
                calls.add(threads.submit(wire::reopen));
            }
            for (var one : calls) {
                one.get();
            }
        }
        assertThat(once(LONG).isSuccess()).isTrue();
    }

    /// The provider of credentials asks for them over the network under SnapStart, and may fail under load.
    @Test
    void credentialsThatCannotBeHadAreAFailureOfTheCallAndAskedForAgain() throws CallException {
        serves(status(200, "one"));
        var asked = new AtomicInteger();
        var service = io.sagegate.aws.call.Service.of("db", "db", "us-east-1", "invalid", Optional.of(server.uri()));
        var flaky = new AwsCall(
                wire,
                service,
                () -> {
                    if (asked.getAndIncrement() < 2) {
                        throw new IllegalStateException("the provider did not answer");
                    }
                    return KEYS;
                },
                InstantSource.fixed(NOW));
        fails(flaky::own);
        assertThat(flaky.repeated(request(), MAX, LONG, TimeLeft.of(LONG)).isSuccess())
                .isTrue();
        assertThat(asked).hasValue(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb: c", "a\nb", "a\u0000"})
    void aFieldCannotBecomeTwo(String value) {
        assertThatThrownBy(() -> new Fields().add("x", value)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void secretsAreNotInTexts() {
        assertThat(KEYS.toString()).doesNotContain("secret", "token");
        assertThat(new Fields().add("authorization", "Bearer x").toString()).doesNotContain("Bearer");
    }

    @ParameterizedTest
    @CsvSource({
        "us-east-1, amazonaws.com",
        "us-gov-west-1, amazonaws.com",
        "cn-north-1, amazonaws.com.cn",
        "us-iso-east-1, c2s.ic.gov",
        "us-isob-east-1, sc2s.sgov.gov",
        "eusc-de-east-1, amazonaws.eu"
    })
    void eachPartitionHasItsDomain(String region, String suffix) {
        assertThat(Partition.dnsSuffix(region)).isEqualTo(suffix);
    }
}
