package io.sagegate.gateway;

import static io.sagegate.gateway.LineOfGateway.answer;
import static io.sagegate.gateway.LineOfGateway.grant;
import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.api.Response;
import io.sagegate.api.ShadowField;
import io.sagegate.audit.AuditEvent;
import io.sagegate.audit.Verdict;
import io.sagegate.audit.ocsf.AuditSource;
import io.sagegate.audit.ocsf.OcsfWriter;
import io.sagegate.gateway.LineOfGateway.Script;
import io.sagegate.kit.Deadline;
import io.sagegate.limits.Draw;
import io.sagegate.limits.LimitUse;
import io.sagegate.limits.MemoryUsageStore;
import io.sagegate.limits.Settlement;
import io.sagegate.limits.UsageItem;
import io.sagegate.limits.UsageStore;
import io.sagegate.limits.UsageUnavailableException;
import io.sagegate.policy.Shadowed;
import io.sagegate.policy.Shadowed.Kind;
import io.sagegate.reason.Reason;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Rules in shadow, from the request to the record: each is judged, and none refuses or changes anything.
final class ShadowLineTest {
    private static final String BODY = "{\"prompt\":\"a secret\",\"max_tokens\":500}";
    private static final String JSON = "application/json";
    private static final Map<String, Object> TOLD = Map.of("shadow", true, "header", true);

    private static Map<String, Object> with(Map<String, ?> rule, Object enforce) {
        var shadow = new LinkedHashMap<String, Object>(rule);
        shadow.put("enforce", enforce);
        return shadow;
    }

    private static Map<String, Object> limit(String text) {
        return with(Map.of("limit", text), "shadow");
    }

    private static Map<String, Object> guard(Object enforce) {
        return Map.of("name", "no-secrets", "rules", with(Map.of("deny", List.of("secret")), enforce));
    }

    private static Map<String, Object> filter(Map<?, ?>... rules) {
        return Map.of("name", "mask", "rules", List.of(rules));
    }

    private static Map<String, Object> deny(Object enforce) {
        return grant("effect", "deny", "enforce", enforce);
    }

    private static LineOfGateway line(List<Map<String, Object>> grants) {
        return new LineOfGateway(grants, Map.of());
    }

    private static Response call(LineOfGateway line) {
        line.record.clear();
        return line.whole(line.request("invocations", BODY, "content-type", JSON));
    }

    private static List<Shadowed> shadowed(LineOfGateway line) {
        return line.completion().shadowed();
    }

    private static String text(AuditEvent event) {
        var draft = new OcsfWriter(new AuditSource("111122223333", "us-east-1", "test")).draft(event);
        return new String(draft.line(), StandardCharsets.US_ASCII);
    }

    @Test
    void aDenyInShadowIsOnBothLinesAndTheCallGoesOn() {
        var line = line(List.of(deny("shadow"), grant()));
        assertThat(call(line).status()).isEqualTo(200);
        assertThat(line.completion().verdict()).isEqualTo(Verdict.ALLOWED);
        for (var event : line.record) {
            assertThat(event.shadowed()).extracting(Shadowed::rule).containsExactly("everybody/0");
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
    void aLimitInShadowCountsAndSaysWhichCallsItWouldHaveRefused() {
        var line = new LineOfGateway(grant("limits", List.of(limit("2 requests per day"), "10 requests per day")));
        for (var i = 0; i < 2; i++) {
            assertThat(call(line).status()).isEqualTo(200);
            assertThat(shadowed(line)).isEmpty();
        }
        var third = call(line);
        assertThat(third.status()).isEqualTo(200);
        assertThat(third.headers().first("ratelimit"))
                .hasValueSatisfying(field -> assertThat(field).contains("r=7").doesNotContain("r=0"));
        assertThat(shadowed(line)).extracting(Shadowed::rule).containsExactly("requests-day");
        var use = line.completion().limits().getLast();
        assertThat(use.limit().text()).isEqualTo("2 requests per day");
        assertThat(use.charged()).isZero();
        assertThat(text(line.completion()))
                .contains("\"would_refuse\":true,\"enforce\":\"shadow\"")
                .doesNotContain("\"refused\":true");
    }

    @Test
    void aLimitInShadowIsSettledToTheTrueUse() {
        var line = new LineOfGateway(grant("limits", List.of(limit("1000 tokens per day"))));
        line.answers = _ -> answer("{\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":5}}");
        call(line);
        var use = line.completion().limits().getFirst();
        assertThat(use.charged()).isEqualTo(16);
        assertThat(use.standing().orElseThrow().remaining()).isEqualTo(984);
    }

    @Test
    void aCallThatALimitInForceRefusesTakesNothingFromOneInShadow() {
        var line = new LineOfGateway(grant("limits", List.of("1 requests per day", limit("5 requests per day"))));
        call(line);
        assertThat(call(line).status()).isEqualTo(429);
        assertThat(line.completion().limits())
                .extracting(use -> use.limit().isEnforced())
                .containsExactly(true);
        assertThat(line.completion().shadowed()).isEmpty();
    }

    @Test
    void aPlaceOfALimitOnConcurrencyInShadowComesBack() {
        var line = new LineOfGateway(grant("limits", List.of(limit("1 concurrent"))));
        for (var i = 0; i < 3; i++) {
            call(line);
            assertThat(shadowed(line)).isEmpty();
        }
    }

    @Test
    void aUsageTableThatFailsForALimitInShadowFailsNoCall() {
        var line = new LineOfGateway(
                grant("limits", List.of("5 requests per day", limit("5000 tokens per day"))), new ShadowsDown());
        assertThat(call(line).status()).isEqualTo(200);
        assertThat(line.completion().limits()).extracting(LimitUse::counted).containsExactly(true, false);
        assertThat(shadowed(line)).isEmpty();
    }

    @Test
    void aBodyWhoseTokensCannotBeToldIsRefusedInShadowOnly() {
        var line = new LineOfGateway(grant("limits", List.of(limit("500 tokens per day"))));
        var answer = line.whole(line.request("invocations", "{\"max_tokens\":\"many\"}", "content-type", JSON));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(shadowed(line)).extracting(Shadowed::refusal).containsExactly(Optional.of(Reason.UNCOUNTABLE_BODY));
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
        assertThat(line.record.getFirst().shadowed()).as("on the attempt too").hasSize(1);
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

    /// Counts for limits in force, and is down for those in shadow.
    private static final class ShadowsDown implements UsageStore {
        private final MemoryUsageStore table = new MemoryUsageStore();

        @Override
        public Outcome take(List<Draw> draws, Deadline deadline) throws UsageUnavailableException {
            if (draws.stream().anyMatch(draw -> draw.key().startsWith("shadow|"))) {
                throw new UsageUnavailableException("down", null);
            }
            return table.take(draws, deadline);
        }

        @Override
        public UsageItem settle(Settlement settlement, Deadline deadline) throws UsageUnavailableException {
            if (settlement.key().startsWith("shadow|")) {
                throw new UsageUnavailableException("down", null);
            }
            return table.settle(settlement, deadline);
        }

        @Override
        public Map<String, UsageItem> read(Set<String> keys, Deadline deadline) {
            return table.read(keys, deadline);
        }

        @Override
        public void forget() {}
    }
}
