package io.sagegate.gateway;

import static io.sagegate.gateway.LineOfGateway.answer;
import static io.sagegate.gateway.LineOfGateway.grant;
import static io.sagegate.gateway.Shadows.BODY;
import static io.sagegate.gateway.Shadows.JSON;
import static io.sagegate.gateway.Shadows.TOLD;
import static io.sagegate.gateway.Shadows.call;
import static io.sagegate.gateway.Shadows.deny;
import static io.sagegate.gateway.Shadows.filter;
import static io.sagegate.gateway.Shadows.guard;
import static io.sagegate.gateway.Shadows.limit;
import static io.sagegate.gateway.Shadows.line;
import static io.sagegate.gateway.Shadows.shadowed;
import static io.sagegate.gateway.Shadows.text;
import static io.sagegate.gateway.Shadows.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.api.Request;
import io.sagegate.api.ShadowField;
import io.sagegate.audit.Verdict;
import io.sagegate.gateway.LineOfGateway.Script;
import io.sagegate.policy.Shadowed;
import io.sagegate.policy.Shadowed.Kind;
import io.sagegate.policy.document.ModelReader;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicySyntaxException;
import io.sagegate.reason.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Rules in shadow, from the request to the record: each is judged, and none refuses or changes anything.
final class ShadowLineTest {
    @Test
    void aDenyInShadowIsOnBothLinesAndTheCallGoesOn() {
        var line = line(List.of(deny("shadow"), grant()));
        assertThat(call(line).status()).isEqualTo(200);
        assertThat(line.completion().verdict()).isEqualTo(Verdict.ALLOWED);
        for (var event : line.record) {
            assertThat(event.ruling().shadowed()).extracting(Shadowed::rule).containsExactly("everybody/0");
            assertThat(text(event))
                    .contains("\"shadow\":[{\"kind\":\"deny\",\"rule\":\"everybody/0\",\"would\":\"refuse\","
                            + "\"reason\":\"explicitly_denied\"}]");
            assertThat(event.isRefusedInShadow()).isTrue();
        }
    }

    @Test
    void aDenyInForceBesideItStillDenies() {
        var line = line(List.of(deny("shadow"), grant("effect", "deny"), grant()));
        assertThat(line.reasonOf(line.request("invocations", BODY))).isEqualTo(Reason.EXPLICITLY_DENIED);
        assertThat(line.completion().isRefusedInShadow()).isFalse();
    }

    @Test
    void aConditionOnTheBodyIsJudgedInShadowToo() {
        var csv = grant("effect", "deny", "enforce", "shadow", "when", Map.of("contentTypes", List.of("text/csv")));
        var line = line(List.of(csv, grant()));
        call(line);
        assertThat(shadowed(line)).isEmpty();
        line.record.clear();
        line.whole(line.request("invocations", "1,2", "content-type", "text/csv"));
        assertThat(shadowed(line)).extracting(Shadowed::kind).containsExactly(Kind.DENY);
    }

    @Test
    void theCallerIsToldOnlyWhereThePolicySaysSo() {
        assertThat(call(line(List.of(deny("shadow"), grant()))).headers().has(ShadowField.NAME))
                .isFalse();
        assertThat(call(line(List.of(deny(TOLD), grant()))).headers().first(ShadowField.NAME))
                .contains("deny;rule=\"everybody/0\";reason=\"explicitly_denied\"");
    }

    @Test
    void aGuardInShadowLetsTheBodyThroughUnchanged() {
        var line = new LineOfGateway(grant("guard", guard(TOLD)));
        var answer = call(line);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().first(ShadowField.NAME))
                .contains("guard;rule=\"no-secrets\";reason=\"refused_by_guard\"");
        assertThat(new String(line.calls.getFirst().body().bytes(), StandardCharsets.UTF_8))
                .isEqualTo(BODY);
        assertThat(line.record.getFirst().ruling().shadowed())
                .as("on the attempt too")
                .hasSize(1);
    }

    @Test
    void aGuardThatCannotReadABodySaysSoInShadow() {
        var line = new LineOfGateway(grant("guard", guard("shadow")));
        line.whole(line.request("invocations", "{not json", "content-type", JSON));
        assertThat(shadowed(line)).extracting(Shadowed::refusal).containsExactly(Optional.of(Reason.MALFORMED_BODY));
    }

    @Test
    void aFilterRuleInShadowCountsAndChangesNothing() {
        var answered = "{\"text\":\"ann@example.com or bob@example.com\", \"debug\": [1, 2]}";
        var line = new LineOfGateway(grant(
                "filter",
                filter(with(Map.of("mask", List.of("email")), TOLD), with(Map.of("drop", "$.debug"), "shadow"))));
        line.answers = _ -> answer(answered);
        var answer = call(line);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo(answered);
        var found = shadowed(line).getFirst();
        assertThat(found.masked()).isEqualTo(2);
        assertThat(found.dropped()).isEqualTo(",\"debug\":[1,2]".length());
        assertThat(answer.headers().first(ShadowField.NAME)).contains("filter;rule=\"mask\";masked=2;dropped=14");
        assertThat(line.completion().isChangedInShadow()).isTrue();
        assertThat(line.completion().isRefusedInShadow()).isFalse();
    }

    @Test
    void rulesInForceBesideItStillFilter() {
        var line = new LineOfGateway(grant(
                "filter", filter(Map.of("mask", List.of("email")), with(Map.of("pattern", "ACME-[0-9]+"), "shadow"))));
        line.answers = _ -> answer("{\"text\":\"ann@example.com has ACME-1\"}");
        assertThat(new String(call(line).body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"text\":\"[email] has ACME-1\"}");
        assertThat(shadowed(line)).extracting(Shadowed::masked).containsExactly(1L);
    }

    @Test
    void anAnswerThatWouldBeWithheldLeavesInShadow() {
        var line = new LineOfGateway(grant("filter", filter(with(Map.of("maxBytes", 3), "shadow"))));
        line.answers = _ -> answer("{\"a\":1}");
        assertThat(call(line).status()).isEqualTo(200);
        assertThat(shadowed(line)).extracting(Shadowed::refusal).containsExactly(Optional.of(Reason.FILTER_FAILED));
    }

    @Test
    void aStreamIsJudgedToItsEndWhereverItIsCut() {
        var line = new LineOfGateway(grant("filter", filter(with(Map.of("mask", List.of("email")), "shadow"))));
        var events = Stream.of("mail ann@exam", "ple.com and bob", "@example.com ok")
                .map(piece -> (Object) ("data: {\"choices\":[{\"delta\":{\"content\":\"" + piece + "\"}}]}\n\n"))
                .toList();
        line.streams = _ -> new Script(events);
        var answer = line.whole(line.request("invocations-response-stream", BODY, "content-type", JSON));
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(String.join("", events.stream().map(String::valueOf).toList()));
        assertThat(shadowed(line)).extracting(Shadowed::masked).containsExactly(2L);
    }

    @Test
    void severalRulesInShadowAreAllTold() {
        var line = line(List.of(
                deny("shadow"),
                grant(
                        "limits",
                        List.of(limit("1 tokens per day")),
                        "guard",
                        guard("shadow"),
                        "filter",
                        filter(with(Map.of("contentTypes", List.of("text/csv")), "shadow")))));
        assertThat(call(line).status()).isEqualTo(200);
        assertThat(shadowed(line))
                .extracting(Shadowed::kind)
                .containsExactly(Kind.DENY, Kind.LIMIT, Kind.GUARD, Kind.FILTER);
    }

    @Test
    void anAsynchronousCallAndItsResultAreJudged() {
        var grant = grant("guard", guard("shadow"), "filter", filter(with(Map.of("mask", List.of("email")), "shadow")));
        grant.put("actions", List.of("invoke-async"));
        var world = new AsyncLine(grant);
        var queued = world.line.whole(world.line.request("async-invocations", BODY, "content-type", JSON));
        assertThat(shadowed(world.line)).extracting(Shadowed::kind).containsExactly(Kind.GUARD);
        assertThat(queued.headers().has("x-amzn-sagemaker-outputlocation"))
                .as("nothing is hidden for the sake of a rule in shadow")
                .isTrue();
        world.result(JSON, "{\"text\":\"ann@example.com\"}");
        var path = queued.headers().first("location").orElseThrow();
        world.line.record.clear();
        var answer = world.line.whole(
                world.line.of("BatchScorer", "GET", path.substring(path.indexOf("async-invocations")), ""));
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("ann@example.com");
        assertThat(shadowed(world.line)).extracting(Shadowed::kind).containsExactly(Kind.FILTER);
    }

    @Test
    void anInputThatAGuardInShadowCannotReadGoesOn() {
        var grant = grant("guard", guard("shadow"), "s3Inputs", List.of("s3://inputs/"));
        grant.put("actions", List.of("invoke-async"));
        var line = new LineOfGateway(grant);
        var answer = line.whole(
                line.request("async-invocations", "", "x-amzn-sagemaker-inputlocation", "s3://inputs/a.json"));
        assertThat(answer.status()).isEqualTo(202);
        assertThat(shadowed(line)).extracting(Shadowed::refusal).containsExactly(Optional.of(Reason.INPUT_NOT_GRANTED));
    }

    @Test
    void aCallByAModelsNameIsJudgedAlike() throws PolicySyntaxException {
        var model = Map.of("endpoint", LineOfGateway.ENDPOINT, "operations", List.of("chat"));
        var models = ModelReader.models(new PolicyNode(Map.of("m", model), "models"));
        var line = new LineOfGateway(List.of(deny(TOLD), grant("guard", guard(TOLD))), models);
        var body = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a secret\"}]}";
        var answer = line.whole(line.openAi("chat/completions", body));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(shadowed(line)).extracting(Shadowed::kind).containsExactly(Kind.DENY, Kind.GUARD);
        assertThat(answer.headers().first(ShadowField.NAME))
                .hasValueSatisfying(field -> assertThat(field).contains("deny;", "guard;"));
    }

    @Test
    void whoamiTellsLimitsAndDeniesInShadow() {
        var line = line(List.of(deny("shadow"), grant("limits", List.of(limit("5 requests per day")))));
        var request = line.of("BatchScorer", "GET", "invocations", "");
        var asking = new Request(
                request.id(),
                request.eventId(),
                request.entry(),
                request.method(),
                "/whoami",
                request.headers(),
                request.body(),
                request.sourceIp(),
                request.iam(),
                "",
                request.deadline(),
                request.defect());
        assertThat(new String(line.whole(asking).body(), StandardCharsets.UTF_8))
                .contains("\"effect\":\"deny\",\"enforce\":\"shadow\"")
                .contains("\"limit\":\"5 requests per day\",\"enforce\":\"shadow\"");
    }
}
