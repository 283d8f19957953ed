package io.sagegate.gateway;

import static io.sagegate.gateway.LineOfGateway.grant;
import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.api.Request;
import io.sagegate.api.Response;
import io.sagegate.api.StreamExit;
import io.sagegate.http.Headers;
import io.sagegate.kit.Deadline;
import io.sagegate.limits.usage.UsageItem;
import io.sagegate.reason.Reason;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Asking for a result: how long to wait, and what happens while it is read.
final class ResultReadingTest {
    private final AsyncLine world = world();
    private final LineOfGateway line = world.line;

    private static AsyncLine world() {
        var grant = grant("limits", List.of("5000 tokens per month"));
        grant.put("actions", List.of("invoke-async"));
        return new AsyncLine(grant);
    }

    private String queue() {
        var queued = line.whole(
                line.request("async-invocations", "{\"max_tokens\":1000}", "content-type", "application/json"));
        var location = queued.headers().first("location").orElseThrow();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private Request asking(String id, Duration left) {
        line.record.clear();
        var own = line.of("BatchScorer", "GET", "async-invocations/" + id, "");
        return Requests.until(own, line.clock.instant().plus(left));
    }

    private Response ask(String id) {
        return line.whole(asking(id, Duration.ofSeconds(30)));
    }

    private long spent() {
        var key = "principal|everybody|llm|iam|arn:aws:iam::111122223333:role/BatchScorer";
        return world.usage
                .read(Set.of(key), Deadline.in(Duration.ofSeconds(1), InstantSource.system()))
                .getOrDefault(key, UsageItem.EMPTY)
                .counter("tokens/month");
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "4, 1", "40, 10", "120, 30", "3600, 30"})
    void theLongerACallRunsTheLongerItsCallerIsToldToWait(long waited, String pause) {
        var id = queue();
        line.clock.pass(Duration.ofSeconds(waited));

        assertThat(ask(id).headers().first("retry-after")).contains(pause);
    }

    @Test
    void aTableOfTicketsThatCannotBeReadIsNoMissingTicket() {
        var id = queue();
        world.tickets.breakDown();

        assertThat(ask(id).status()).isEqualTo(503);
        assertThat(line.completion().reason()).isEqualTo(Reason.USAGE_UNAVAILABLE);
    }

    @ParameterizedTest
    @CsvSource({"1500, STORE_UNAVAILABLE", "5000, GRANTED"})
    void nothingIsReadWithoutTimeToFilterAndRecordIt(long milliseconds, Reason reason) {
        var id = queue();
        world.result("application/json", "{}");
        var read = AsyncLine.S3.requests().size();

        assertThat(line.reasonOf(asking(id, Duration.ofMillis(milliseconds)))).isEqualTo(reason);

        assertThat(AsyncLine.S3.requests().size() > read).isEqualTo(reason == Reason.GRANTED);
    }

    @Test
    void aCallerWhoLeavesInTheMiddleStillSettlesTheTrueUse() throws IOException {
        var id = queue();
        assertThat(spent()).isGreaterThan(1000);
        world.result("application/json", "{\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":30}}");

        line.gateway.handle(asking(id, Duration.ofSeconds(30)), new Gone());

        assertThat(line.completion().reason()).isEqualTo(Reason.CLIENT_GONE);
        assertThat(spent()).isEqualTo(40);
    }

    @Test
    void aTrueUseThatCannotBeWrittenStaysEstimatedAndTheResultStillLeaves() throws IOException {
        var id = queue();
        var before = spent();
        world.result("application/json", "{\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":30}}");

        line.gateway.handle(asking(id, Duration.ofSeconds(30)), new Gone() {
            @Override
            public void begin(int status, Headers headers) {
                world.tickets.breakDown();
            }

            @Override
            public void write(byte[] piece) {}
        });

        assertThat(line.completion().reason()).isEqualTo(Reason.GRANTED);
        assertThat(line.completion().charge().usage()).isEmpty();
        assertThat(spent()).isEqualTo(before);
    }

    /// A client that takes the head and is gone.
    private static class Gone implements StreamExit {
        @Override
        public void send(Response response) {}

        @Override
        public void begin(int status, Headers headers) {}

        @Override
        public void write(byte[] piece) throws IOException {
            throw new IOException("gone");
        }

        @Override
        public void end() {}

        @Override
        public void abort(String reasonCode) {}
    }
}
