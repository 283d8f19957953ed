package io.sagegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.audit.AuditEvent;
import io.sagegate.audit.AuditEvent.Phase;
import io.sagegate.audit.Verdict;
import io.sagegate.gateway.BreakableCalls.Caller;
import io.sagegate.gateway.BreakableCalls.Kind;
import io.sagegate.gateway.PortFaults.Fault;
import io.sagegate.gateway.PortFaults.Port;
import io.sagegate.gateway.PortFaults.Way;
import io.sagegate.kit.Deadline;
import io.sagegate.local.witness.Witness;
import io.sagegate.policy.Assignment;
import io.sagegate.policy.ModelRoutes;
import io.sagegate.policy.document.ModelReader;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicyReader;
import io.sagegate.policy.document.PolicySyntaxException;
import io.sagegate.reason.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// For every kind of request and every n, the n-th call through any port fails in every way that it can: the answer is
/// a documented one, the record is whole, nothing leaks, what was held comes back, and the next call works.
@Execution(ExecutionMode.CONCURRENT)
final class NthCallTest {
    /// Values that make no sense, of any one port, at most.
    private static final int RUBBISH = 6;

    /// Counted in several items: one of the caller, one of the endpoint, and one of permits taken ahead.
    private static final List<Object> LIMITS = List.of(
            "1 concurrent",
            "50000 tokens per day",
            "600 tokens per minute",
            Map.of("limit", "1 concurrent", "scope", "endpoint"),
            "10000 requests per minute");

    private static final Map<String, ModelRoutes> MODELS = models();

    /// The parts of the grant.
    enum Grants {
        PLAIN,
        LIMITED,
        GUARDED,
        SHADOWED
    }

    private static final Map<Grants, List<Assignment>> ROLES = Map.of(
            Grants.PLAIN, roles(Map.of("actions", List.of("invoke", "invoke-stream", "invoke-async"))),
            Grants.LIMITED,
                    roles(Map.of("actions", List.of("invoke", "invoke-stream", "invoke-async"), "limits", LIMITS)),
            Grants.GUARDED,
                    roles(Map.of(
                            "limits",
                            LIMITS,
                            "filter",
                            Map.of("name", "all", "rules", List.of(Map.of("mask", List.of("email")))),
                            "guard",
                            Map.of("name", "short", "rules", Map.of("maxPromptCharacters", 2_000L)))),
            Grants.SHADOWED,
                    roles(Map.of(
                            "limits",
                            List.of(
                                    "2 concurrent",
                                    Map.of("limit", "1 concurrent", "enforce", "shadow"),
                                    Map.of("limit", "600 tokens per minute", "enforce", "shadow")),
                            "filter",
                            Map.of(
                                    "name",
                                    "all",
                                    "rules",
                                    List.of(Map.of("mask", List.of("email"), "enforce", "shadow"))),
                            "guard",
                            Map.of("name", "short", "rules", Map.of("maxPromptCharacters", 2L, "enforce", "shadow")))));

    private static List<Assignment> roles(Map<String, Object> members) {
        var grant = new LinkedHashMap<String, Object>();
        grant.put("endpoint", "llm");
        grant.put("actions", List.of("invoke", "invoke-stream"));
        grant.putAll(members);
        var spare = new LinkedHashMap<String, Object>(grant);
        spare.put("endpoint", "spare");
        try {
            var role = PolicyReader.role("everybody", new PolicyNode(List.of(grant, spare), "everybody"));
            return List.of(new Assignment(role, "everybody", Optional.empty()));
        } catch (PolicySyntaxException e) {
            throw new IllegalArgumentException(e.path(), e);
        }
    }

    /// One kind of request, one kind of caller, one kind of grant, one way out.
    record Scenario(Kind kind, Caller caller, Grants grants, boolean streams) {
        List<Assignment> roles() {
            return Optional.ofNullable(ROLES.get(grants)).orElseThrow();
        }
    }

    static Stream<Scenario> scenarios() {
        return Stream.of(Kind.values())
                .flatMap(kind -> Stream.of(Caller.values())
                        .filter(caller -> caller == Caller.IAM || kind == Kind.WHOLE || kind == Kind.WHOAMI)
                        .flatMap(caller -> Stream.of(Grants.values())
                                .filter(grants -> kind.calls
                                        ? !kind.queued || grants != Grants.GUARDED
                                        : grants == Grants.LIMITED)
                                .filter(grants -> grants != Grants.SHADOWED || kind == Kind.WHOLE)
                                .flatMap(grants -> Stream.of(false, true)
                                        .map(streams -> new Scenario(kind, caller, grants, streams)))));
    }

    private static Map<String, ModelRoutes> models() {
        try {
            var model = Map.of(
                    "endpoint", "llm",
                    "operations", List.of("chat", "embeddings"),
                    "fallbacks", List.of(Map.of("endpoint", "spare")));
            return ModelReader.models(new PolicyNode(Map.of("m", model), "models"));
        } catch (PolicySyntaxException e) {
            throw new IllegalArgumentException(e.path(), e);
        }
    }

    private static List<Fault> faults(int nth) {
        var faults = new ArrayList<Fault>();
        for (var way : Way.values()) {
            for (var choice = 0; choice < (way == Way.RUBBISH ? RUBBISH : 1); choice++) {
                faults.add(new Fault(nth, way, choice));
            }
        }
        return faults;
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void theNthCallFails(Scenario scenario) {
        Witness.current().secret("fault", PortFaults.MARKER);
        var wrong = new ArrayList<String>();
        var last = run(scenario, Optional.empty(), wrong);
        assertThat(last).isPositive();
        for (var nth = 1; nth <= last; nth++) {
            for (var fault : faults(nth)) {
                // A failure may lead to more calls: they may fail as well.
                last = Math.max(last, run(scenario, Optional.of(fault), wrong));
            }
        }
        assertThat(wrong).isEmpty();
    }

    /// How many calls went through ports.
    private static int run(Scenario scenario, Optional<Fault> fault, List<String> wrong) {
        var line = new BreakableLine(scenario.roles(), MODELS, new PortFaults(fault));
        var ended = Ended.of(line, scenario);
        var calls = line.faults.calls();
        if (fault.isPresent() && line.faults.broken().isEmpty()) {
            return calls; // The port has no such way to fail.
        }
        try {
            check(line, ended);
            next(line, scenario);
        } catch (AssertionError | RuntimeException e) {
            wrong.add(line.faults.broken() + " by " + fault + ": " + e + " after " + ended);
        }
        return calls;
    }

    private static void check(BreakableLine line, Ended ended) {
        var broken = line.faults.broken();
        var completions = completions(line);
        assertThat(line.model.isClosed()).as("streams are closed").isTrue();
        assertThat(ended.text() + line.record)
                .doesNotContain(PortFaults.MARKER, "hidden", "marker-6401", BreakableCalls.PROMPT)
                .doesNotContain(BreakableCalls.TOKEN, BreakableCalls.API_KEY.reveal());
        if (broken.equals(Optional.of(Port.COMPLETION))) {
            assertThat(ended.thrown()).isPresent();
            assertThat(ended.isWhole()).as("no answer without its record").isFalse();
            assertThat(completions).hasSizeLessThanOrEqualTo(1);
        } else {
            assertThat(completions).hasSize(1);
            recorded(line, ended, completions.getFirst());
        }
        // What could not be settled is back when its hold is over: see the next call.
        assertThat(line.usage.held(Deadline.in(Duration.ofSeconds(1), line.clock)))
                .as("what is held still")
                .isLessThanOrEqualTo(broken.equals(Optional.of(Port.SETTLE)) ? 1 : 0);
    }

    private static void recorded(BreakableLine line, Ended ended, AuditEvent completion) {
        var broken = line.faults.broken();
        assertThat(FaultReasons.of(broken, line.faults.way())).contains(completion.reason());
        var attempts = line.record.stream()
                .filter(event -> event.phase() == Phase.ATTEMPT)
                .count();
        if (completion.verdict() == Verdict.ALLOWED) {
            assertThat(attempts).as("an attempt for each call").isEqualTo(line.model.calls);
        } else {
            assertThat(line.model.calls).as("calls in spite of a refusal").isZero();
        }
        if (completion.verdict() == Verdict.DENIED) {
            assertThat(completion.reason()).isNotIn(FaultReasons.WELL);
        }
        if (broken.equals(Optional.of(Port.EXIT_LAST))) {
            return;
        }
        assertThat(ended.thrown()).isEmpty();
        told(ended, completion, broken);
    }

    /// The answer says what the record says.
    private static void told(Ended ended, AuditEvent completion, Optional<Port> broken) {
        var reason = completion.reason();
        if (ended.begun()) {
            assertThat(ended.isWhole())
                    .isEqualTo(reason == Reason.GRANTED || ended.body().contains(reason.code()));
            return;
        }
        if (broken.equals(Optional.of(Port.EXIT_PIECES))) {
            return;
        }
        assertThat(ended.status()).isEqualTo(completion.http().status());
        assertThat(completion.http().responseBytes()).isEqualTo(ended.body().length());
        if (!FaultReasons.WELL.contains(reason)) {
            // OpenAI's clients know no 424.
            assertThat(ended.status()).isIn(reason.status(), reason == Reason.MODEL_ERROR ? 502 : reason.status());
            assertThat(ended.body()).contains("\"" + reason.code() + "\"");
        }
    }

    /// The same request once more, when every hold of the call before is over.
    private static void next(BreakableLine line, Scenario scenario) {
        line.record.clear();
        line.faults.heal();
        line.clock.pass(Duration.ofMinutes(1));
        var ended = Ended.of(line, scenario);
        assertThat(ended.thrown()).as("the next call").isEmpty();
        assertThat(completions(line)).as("the next call").hasSize(1);
        assertThat(FaultReasons.WELL)
                .as("the next call")
                .contains(completions(line).getFirst().reason());
        assertThat(ended.isWhole()).isTrue();
    }

    private static List<AuditEvent> completions(BreakableLine line) {
        return line.record.stream()
                .filter(event -> event.phase() == Phase.COMPLETION)
                .toList();
    }
}
