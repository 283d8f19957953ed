package io.sagegate.gateway;

import static io.sagegate.gateway.LineOfGateway.grant;
import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.api.Request;
import io.sagegate.api.Response;
import io.sagegate.audit.AuditEvent;
import io.sagegate.audit.AuditEvent.AsyncStep;
import io.sagegate.audit.AuditEvent.Phase;
import io.sagegate.inference.QueueResult;
import io.sagegate.kit.Deadline;
import io.sagegate.limits.LimitUse;
import io.sagegate.limits.usage.UsageItem;
import io.sagegate.local.world.S3Front;
import io.sagegate.reason.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Results through the gateway: who gets them, what leaves, and what is charged. S3 is its stand-in on loopback.
final class AsyncResultTest {
    private static final Map<String, Object> MASKED =
            Map.of("name", "mask", "rules", List.of(Map.of("mask", List.of("email"))));

    private final S3Front s3 = AsyncLine.S3;
    private AsyncLine world = new AsyncLine(grant());

    private LineOfGateway line(Object... membersAndValues) {
        var grant = grant(membersAndValues);
        grant.put("actions", List.of("invoke", "invoke-async"));
        world = new AsyncLine(grant);
        return world.line;
    }

    private static String queue(LineOfGateway line, String body) {
        var answer = line.whole(line.request("async-invocations", body, "content-type", "application/json"));
        assertThat(answer.status()).isEqualTo(202);
        return answer.headers().first("location").orElseThrow();
    }

    private static String id(String location) {
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private static Request asking(LineOfGateway line, String role, String id) {
        return line.of(role, "GET", "async-invocations/" + id, "");
    }

    private static Response ask(LineOfGateway line, String id) {
        line.record.clear();
        return line.whole(asking(line, "BatchScorer", id));
    }

    private static Reason reason(LineOfGateway line, String role, String id) {
        line.record.clear();
        return line.reasonOf(asking(line, role, id));
    }

    private void failure(String text) {
        var place = world.outputs.getLast().replace("/output/", "/failure/");
        s3.put(place, "text/plain", text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Response response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @Test
    void aResultComesThroughTheGrantsFilterAndItsPlaceIsNotTold() {
        var line = line("filter", MASKED);
        var queued = line.whole(line.request("async-invocations", "{}", "content-type", "application/json"));
        world.result("application/json", "{\"text\":\"write to ann@example.com\"}");
        var id = id(queued.headers().first("location").orElseThrow());
        var answer = ask(line, id);

        assertThat(queued.headers().has("x-amzn-sagemaker-outputlocation")).isFalse();
        assertThat(text(queued)).doesNotContain("s3://").contains(id);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(text(answer)).contains("write to ").doesNotContain("ann@example.com");
    }

    @Test
    void withoutAFilterThePlaceIsToldAsSageMakerTellsIt() {
        var line = line();

        var queued = line.whole(line.request("async-invocations", "{}"));

        assertThat(queued.headers().first("x-amzn-sagemaker-outputlocation")).contains(world.outputs.getLast());
    }

    @Test
    void aCallThatStillRunsIsToBeAskedForLater() {
        var line = line();
        var id = id(queue(line, "{}"));

        var answer = ask(line, id);

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.headers().first("retry-after")).isPresent();
        assertThat(line.completion().reason()).isEqualTo(Reason.RESULT_PENDING);
    }

    @Test
    void aFailureTellsTheContainersStatusAndNotItsText() {
        var line = line();
        var id = id(queue(line, "{}"));
        failure("Received server error (503) from primary with message \"secret of the model\"");

        var answer = ask(line, id);

        assertThat(answer.status()).isEqualTo(424);
        assertThat(text(answer)).contains("\"original_status\":503").doesNotContain("secret");
    }

    @Test
    void aFailureTextThatSaysNoStatusTellsNone() {
        var line = line();
        var id = id(queue(line, "{}"));
        failure("it says: Received server error (503)");

        assertThat(text(ask(line, id))).doesNotContain("original_status");
    }

    @Test
    void aResultThatIsNoLongerThereIsGone() {
        var line = line();
        var id = id(queue(line, "{}"));
        world.result("application/json", "{}");
        ask(line, id);
        s3.remove(world.outputs.getLast());

        assertThat(ask(line, id).status()).isEqualTo(410);
    }

    @Test
    void aCallThatIsLongOverWithoutAResultIsGone() {
        var line = line();
        var id = id(queue(line, "{}"));
        line.clock.pass(Duration.ofHours(8));

        assertThat(reason(line, "BatchScorer", id)).isEqualTo(Reason.RESULT_GONE);
    }

    @Test
    void anExpiredTicketIsGoneEvenWhileTheTableStillHasIt() {
        var line = line();
        var id = id(queue(line, "{}"));
        world.result("application/json", "{}");
        line.clock.pass(Duration.ofDays(3));

        assertThat(reason(line, "BatchScorer", id)).isEqualTo(Reason.RESULT_GONE);
    }

    @Test
    void anEndpointThatTheGrantNamesWholeIsAskedByItsName() {
        var line = line("endpoint", "arn:aws:sagemaker:us-east-1:111122223333:endpoint/llm");
        var location = queue(line, "{}");
        world.result("application/json", "{}");

        assertThat(location).startsWith("/endpoints/llm/async-invocations/");
        assertThat(ask(line, id(location)).status()).isEqualTo(200);
    }

    @Test
    void anotherCallersIdLooksLikeNone() {
        var line = line();
        var id = id(queue(line, "{}"));
        world.result("application/json", "{}");

        var theirs = line.whole(asking(line, "Stranger", id));
        var guessed = line.whole(asking(line, "Stranger", UUID.randomUUID().toString()));

        assertThat(theirs.status()).isEqualTo(404);
        assertThat(text(theirs)).isEqualTo(text(guessed));
        assertThat(theirs.headers().toString()).isEqualTo(guessed.headers().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "ticket", "..", "%2e%2e", "ffffffff-ffff-ffff-ffff-ffffffffffff", "a%2Fb", "x;y"})
    void idsThatNobodyWasGivenAreRefusedAndReadNothing(String id) {
        var line = line();
        var before = s3.requests().size();

        assertThat(line.whole(asking(line, "BatchScorer", id)).status()).isIn(400, 404);
        assertThat(s3.requests()).hasSize(before);
    }

    @Test
    void theIdWorksAtItsOwnEndpointOnly() {
        var line = line();
        var id = id(queue(line, "{}"));
        world.result("application/json", "{}");
        var own = asking(line, "BatchScorer", id);
        var other = Requests.at(own, own.path().replace("/llm/", "/other/"));

        assertThat(line.whole(other).status()).isEqualTo(404);
    }

    @Test
    void onceTheGrantIsGoneSoIsTheRightToTheResult() {
        var line = line();
        var id = id(queue(line, "{}"));
        world.result("application/json", "{}");
        line.regrant("everybody", List.of());

        assertThat(reason(line, "BatchScorer", id)).isEqualTo(Reason.NOT_GRANTED);
    }

    @Test
    void aGrantOfAnotherRoleIsNoWayAroundTheFilterOfTheFirst() {
        var line = line("filter", MASKED);
        var id = id(queue(line, "{}"));
        world.result("application/json", "{}");
        line.regrant("others", List.of(Map.of("endpoint", "llm", "actions", List.of("invoke-async"))));

        assertThat(reason(line, "BatchScorer", id)).isEqualTo(Reason.NOT_GRANTED);
    }

    @Test
    void theFilterOfNowIsTheOneInForce() {
        var line = line();
        var id = id(queue(line, "{}"));
        world.result("application/json", "{\"text\":\"ann@example.com\"}");
        line.regrant(
                "everybody", List.of(Map.of("endpoint", "llm", "actions", List.of("invoke-async"), "filter", MASKED)));

        assertThat(text(ask(line, id))).doesNotContain("ann@example.com");
    }

    @Test
    void conditionsOfTheCallHoldForItsResultToo() {
        var line = line("when", Map.of("contentTypes", List.of("application/json"), "maxRequestBytes", 100));
        var id = id(queue(line, "{}"));
        world.result("application/json", "{}");

        assertThat(reason(line, "BatchScorer", id)).isEqualTo(Reason.GRANTED);
    }

    @Test
    void askingTakesARequestOfTheLimitsOfNow() {
        var line = line("limits", List.of("2 requests per day"));
        var id = id(queue(line, "{}"));
        world.result("application/json", "{}");

        assertThat(reason(line, "BatchScorer", id)).isEqualTo(Reason.GRANTED);
        assertThat(reason(line, "BatchScorer", id)).isEqualTo(Reason.LIMIT_EXCEEDED);
    }

    @Test
    void aResultThatTheFilterCannotReadIsWithheld() {
        var line = line("filter", MASKED);
        var id = id(queue(line, "{}"));
        world.result("application/octet-stream", "ann@example.com");

        var answer = ask(line, id);

        assertThat(line.completion().reason()).isEqualTo(Reason.FILTER_FAILED);
        assertThat(text(answer)).doesNotContain("ann@example.com");
    }

    @Test
    void aResultThatIsNotTheJsonItSaysIsWithheld() {
        var line = line("filter", MASKED);
        var id = id(queue(line, "{}"));
        world.result("application/json", "ann@example.com");

        assertThat(text(ask(line, id))).doesNotContain("ann@example.com");
        assertThat(line.completion().reason()).isEqualTo(Reason.FILTER_FAILED);
    }

    @Test
    void aPlaceOutsideTheBucketIsNeverRead() {
        var grant = grant();
        grant.put("actions", List.of("invoke-async"));
        world = new AsyncLine(grant, "somebody-elses");
        var line = world.line;
        var queued = line.whole(line.request("async-invocations", "{}"));

        assertThat(queued.status()).isEqualTo(202);
        assertThat(queued.headers().has("location")).isFalse();
        assertThat(world.tickets.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://sagegate-calls/uploads/x/1",
                "s3://sagegate-calls/results/../uploads/x",
                "s3://sagegate-calls/results/%2e%2e/x",
                "s3://sagegate-calls/results//x",
                "s3://sagegate-calls/results/",
                "s3://sagegate-calls-2/results/x",
                "https://sagegate-calls/results/x"
            })
    void aPoisonedPlaceGetsNoTicketAndIsWithheldWhereAFilterIsInForce(String place) {
        var line = line("filter", MASKED);
        line.queues = _ -> new QueueResult.Queued("x", Optional.of(place), Optional.empty());

        var answer = line.whole(line.request("async-invocations", "{}", "content-type", "application/json"));

        assertThat(answer.status()).isEqualTo(502);
        assertThat(text(answer)).doesNotContain(place);
        assertThat(world.tickets.size()).isZero();
    }

    @Test
    void aTicketThatCannotBeKeptIsNoAnswer() {
        var line = line();
        world.tickets.breakDown();

        assertThat(line.reasonOf(line.request("async-invocations", "{}"))).isEqualTo(Reason.USAGE_UNAVAILABLE);
    }

    @Test
    void theRecordLinksTheResultToItsCall() {
        var line = line();
        var id = id(queue(line, "{}"));
        var call = line.completion().call().async().orElseThrow();
        world.result("application/json", "{}");
        ask(line, id);
        var fetched = line.completion().call().async().orElseThrow();

        assertThat(call.kind()).isEqualTo(AsyncStep.Kind.CALL);
        assertThat(fetched.kind()).isEqualTo(AsyncStep.Kind.RESULT);
        assertThat(fetched.id()).isEqualTo(call.id()).isEqualTo(id);
        assertThat(fetched.request()).contains("invocation-1");
        assertThat(line.record).hasSize(1);
    }

    private static final String USED = "{\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":30}}";

    private long spent() {
        var key = "principal|everybody|llm|iam|arn:aws:iam::111122223333:role/BatchScorer";
        return world.usage
                .read(Set.of(key), Deadline.in(Duration.ofSeconds(1), InstantSource.system()))
                .getOrDefault(key, UsageItem.EMPTY)
                .counter("tokens/month");
    }

    @Test
    void theTrueUseIsSettledOnceHoweverOftenTheResultIsAskedFor() {
        var line = line("limits", List.of("5000 tokens per month"));
        var id = id(queue(line, "{\"max_tokens\":1000}"));
        var before = spent();
        world.result("application/json", USED);
        ask(line, id);
        var first = line.completion();
        ask(line, id);
        var second = line.completion();

        assertThat(before).isGreaterThan(1000);
        assertThat(spent()).isEqualTo(40);
        assertThat(first.charge().usage().orElseThrow().tokens()).isEqualTo(40);
        assertThat(first.charge().limits().stream().mapToLong(LimitUse::charged).sum())
                .isEqualTo(40 - before);
        assertThat(second.charge().usage()).isEmpty();
        assertThat(second.charge().limits()).isEmpty();
    }

    @Test
    void nothingIsGivenBackOfAnEstimateThatWasNotCharged() {
        var line = line("limits", List.of("5000 tokens per month"));
        world.counting.refuses = true;
        var id = id(queue(line, "{\"max_tokens\":1000}"));
        world.counting.refuses = false;
        var held = spent();
        world.result("application/json", USED);
        ask(line, id);

        assertThat(spent()).isEqualTo(held);
        assertThat(line.completion().charge().limits()).isEmpty();
    }

    @Test
    void aResultNobodyAsksForStaysChargedByEstimate() {
        var line = line("limits", List.of("5000 tokens per month"));
        queue(line, "{\"max_tokens\":1000}");

        assertThat(spent()).isGreaterThan(1000);
    }

    @Test
    void aFailureGivesNothingBack() {
        var line = line("limits", List.of("5000 tokens per month"));
        var id = id(queue(line, "{\"max_tokens\":1000}"));
        var before = spent();
        failure("Received client error (400) from primary with message \"\"");
        ask(line, id);

        assertThat(spent()).isEqualTo(before);
    }

    @Test
    void manyPendingCallsLeaveNothingBehindInTheGateway() {
        var line = line();
        for (var i = 0; i < 2_000; i++) {
            line.record.clear();
            line.calls.clear();
            line.permits.clear();
            queue(line, "{}");
        }

        assertThat(world.tickets.size()).isEqualTo(2_000);
        assertThat(line.record.stream().map(AuditEvent::phase)).containsExactly(Phase.ATTEMPT, Phase.COMPLETION);
    }
}
