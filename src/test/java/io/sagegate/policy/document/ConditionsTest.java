package io.sagegate.policy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sagegate.identity.ApiClient;
import io.sagegate.identity.OidcUser;
import io.sagegate.identity.Principal;
import io.sagegate.policy.Action;
import io.sagegate.policy.Assignment;
import io.sagegate.policy.Considered;
import io.sagegate.policy.Considered.Outcome;
import io.sagegate.policy.Decision;
import io.sagegate.policy.DecisionPoint;
import io.sagegate.policy.Facts;
import io.sagegate.policy.Grant;
import io.sagegate.policy.Question;
import io.sagegate.policy.Role;
import io.sagegate.policy.Target;
import io.sagegate.reason.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConditionsTest {
    private static final Instant MONDAY_NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final Facts FACTS = new Facts("10.1.2.3", 100, Optional.of("Text/CSV; charset=utf-8"));

    private static Principal user(Map<String, @Nullable Object> claims) {
        return new OidcUser("okta", "https://okta", "alice", List.of(), Optional.empty(), claims);
    }

    private static Grant grant(String effect, Map<String, Object> when) throws PolicySyntaxException {
        return PolicyReader.grant(
                "r/0",
                new PolicyNode(
                        Map.of("endpoint", "llm", "actions", List.of("invoke"), "effect", effect, "when", when), "g"));
    }

    private static boolean allows(Map<String, Object> when, Principal caller, Facts facts, Instant now)
            throws PolicySyntaxException {
        return decide(caller, facts, now, grant("allow", when)) instanceof Decision.Permit;
    }

    private static Decision decide(Principal caller, Facts facts, Instant now, Grant... grants) {
        var role = new Assignment(new Role("r", List.of(grants)), "okta:sub:alice", Optional.empty());
        var question = new Question(caller, Action.INVOKE, Target.ofEndpoint("llm"), facts, now);
        return DecisionPoint.decide(question, List.of(role), 1);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.1.2.3/32, 10.1.2.3, true",
        "10.1.2.2/31, 10.1.2.4, false",
        "0.0.0.0/0, 192.0.2.1, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "10.0.0.0/8, ::ffff:10.1.1.1, true",
        "10.0.0.0/8, '', false",
        "10.0.0.0/8, 10.1, false",
        "10.0.0.0/8, localhost, false"
    })
    void theSourceMustBeInOneOfTheNetworks(String network, String address, boolean allowed) throws Exception {
        var facts = new Facts(address, 1, Optional.empty());
        assertThat(allows(Map.of("sources", List.of(network)), user(Map.of()), facts, MONDAY_NOON))
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "08:00, 18:00, 2026-06-01T06:00:00Z, true", // 08:00 in Vienna
        "08:00, 18:00, 2026-06-01T05:59:59Z, false",
        "08:00, 18:00, 2026-06-01T16:00:00Z, false", // 18:00 in Vienna
        "08:00, 18:00, 2026-12-07T06:59:59Z, false", // winter time
        "08:00, 18:00, 2026-06-06T12:00:00Z, false", // Saturday
        "22:00, 06:00, 2026-06-05T21:00:00Z, true", // Friday night
        "22:00, 06:00, 2026-06-06T03:59:59Z, true", // the same night, on Saturday
        "22:00, 06:00, 2026-06-06T04:00:00Z, false",
        "22:00, 06:00, 2026-06-06T21:00:00Z, false",
        "18:00, 24:00, 2026-06-01T21:59:59Z, true",
        "18:00, 24:00, 2026-06-01T22:00:00Z, false"
    })
    void hoursAreThoseOfTheZonesWallClock(String from, String to, String now, boolean allowed) throws Exception {
        var hours = Map.of(
                "from", from, "to", to, "zone", "Europe/Vienna", "days", List.of("mon", "tue", "wed", "thu", "fri"));
        assertThat(allows(Map.of("hours", hours), user(Map.of()), FACTS, Instant.parse(now)))
                .isEqualTo(allowed);
    }

    @Test
    void aClaimMustHaveTheValueByTypeAndCase() throws Exception {
        var claims = Map.<String, @Nullable Object>of(
                "department", "radiology", "level", 3L, "teams", List.of("a", "b"), "o", Map.of("x", "deep"));
        var caller = user(claims);
        assertThat(claim(caller, "department", "equals", "radiology")).isTrue();
        assertThat(claim(caller, "department", "equals", "Radiology")).isFalse();
        assertThat(claim(caller, "department", "oneOf", List.of("x", "radiology")))
                .isTrue();
        assertThat(claim(caller, "teams", "equals", "b")).isTrue();
        assertThat(claim(caller, "level", "equals", 3)).isTrue();
        assertThat(claim(caller, "level", "equals", "3")).isFalse();
        assertThat(claim(caller, List.of("o", "x"), "equals", "deep")).isTrue();
        assertThat(claim(caller, "o", "equals", "deep")).isFalse();
        assertThat(claim(caller, "absent", "equals", "x")).isFalse();
        assertThat(claim(new ApiClient("c", "k"), "department", "equals", "radiology"))
                .isFalse();
    }

    private static boolean claim(Principal caller, Object path, String test, Object wanted) throws Exception {
        return allows(Map.of("claims", List.of(Map.of("claim", path, test, wanted))), caller, FACTS, MONDAY_NOON);
    }

    @Test
    void theBodysSizeAndMediaTypeMustFit() throws Exception {
        var caller = user(Map.of());
        assertThat(allows(Map.of("maxRequestBytes", 100), caller, FACTS, MONDAY_NOON))
                .isTrue();
        assertThat(allows(Map.of("maxRequestBytes", 99), caller, FACTS, MONDAY_NOON))
                .isFalse();
        assertThat(allows(Map.of("contentTypes", List.of("text/csv")), caller, FACTS, MONDAY_NOON))
                .isTrue();
        assertThat(allows(Map.of("contentTypes", List.of("application/json")), caller, FACTS, MONDAY_NOON))
                .isFalse();
        var without = new Facts("10.1.2.3", 1, Optional.empty());
        assertThat(allows(Map.of("contentTypes", List.of("text/csv")), caller, without, MONDAY_NOON))
                .isFalse();
    }

    @Test
    void aDenyAppliesUnlessItsConditionIsKnownNotToHold() throws Exception {
        var allow =
                PolicyReader.grant("r/0", new PolicyNode(Map.of("endpoint", "llm", "actions", List.of("invoke")), "g"));
        var deny = grant("deny", Map.of("sources", List.of("10.0.0.0/8")));
        assertThat(reason(decide(user(Map.of()), FACTS, MONDAY_NOON, allow, deny)))
                .isEqualTo(Reason.EXPLICITLY_DENIED);
        var elsewhere = new Facts("192.0.2.1", 1, Optional.empty());
        assertThat(decide(user(Map.of()), elsewhere, MONDAY_NOON, allow, deny)).isInstanceOf(Decision.Permit.class);
        var nowhere = new Facts("", 1, Optional.empty());
        assertThat(reason(decide(user(Map.of()), nowhere, MONDAY_NOON, allow, deny)))
                .isEqualTo(Reason.EXPLICITLY_DENIED);
    }

    @Test
    void aGrantAndABindingEndAtTheirInstant() throws Exception {
        var grant = PolicyReader.grant(
                "r/0",
                new PolicyNode(
                        Map.of(
                                "endpoint", "llm",
                                "actions", List.of("invoke"),
                                "expires", "2026-06-01T14:00:00+02:00"),
                        "g"));
        assertThat(decide(user(Map.of()), FACTS, MONDAY_NOON.minusNanos(1), grant))
                .isInstanceOf(Decision.Permit.class);
        assertThat(reason(decide(user(Map.of()), FACTS, MONDAY_NOON, grant))).isEqualTo(Reason.GRANT_EXPIRED);

        var plain =
                PolicyReader.grant("r/0", new PolicyNode(Map.of("endpoint", "llm", "actions", List.of("invoke")), "g"));
        var bound = new Assignment(new Role("r", List.of(plain)), "okta:sub:alice", Optional.of(MONDAY_NOON));
        var question = new Question(user(Map.of()), Action.INVOKE, Target.ofEndpoint("llm"), FACTS, MONDAY_NOON);
        var decision = DecisionPoint.decide(question, List.of(bound), 1);
        assertThat(reason(decision)).isEqualTo(Reason.GRANT_EXPIRED);
        assertThat(decision.considered()).extracting(Considered::outcome).containsExactly(Outcome.BINDING_EXPIRED);
    }

    @Test
    void theNearestMissIsTheReasonAndEveryGrantIsAccountedFor() throws Exception {
        var other = PolicyReader.grant(
                "r/0", new PolicyNode(Map.of("endpoint", "llm", "actions", List.of("invoke-stream")), "g"));
        var conditional = grant("allow", Map.of("maxRequestBytes", 1));
        var decision = decide(user(Map.of()), FACTS, MONDAY_NOON, other, conditional);
        assertThat(reason(decision)).isEqualTo(Reason.CONDITION_NOT_MET);
        assertThat(decision.considered())
                .extracting(Considered::outcome)
                .containsExactly(Outcome.OTHER_ACTION, Outcome.CONDITION_NOT_MET);
        assertThat(decision.considered().getLast().condition().orElseThrow().wanted())
                .isEqualTo("the body has at most 1 bytes");
    }

    private static Reason reason(Decision decision) {
        return ((Decision.Deny) decision).reason();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.1/8", "10.0.0.0/33", "10.0.0.0", "10.0/8", "example.com/8", "*", "::1/0", "fe80::1%1/128"
            })
    void aNetworkThatIsNotOneIsRefused(String network) {
        assertThatThrownBy(() -> grant("allow", Map.of("sources", List.of(network))))
                .isInstanceOf(PolicySyntaxException.class);
    }

    @Test
    void conditionsThatSayNothingOrTheWrongThingAreRefused() {
        for (var when : List.<Map<String, Object>>of(
                Map.of(),
                Map.of("source", List.of("10.0.0.0/8")),
                Map.of("sources", List.of()),
                Map.of("hours", Map.of("from", "8:00", "to", "18:00", "zone", "UTC")),
                Map.of("hours", Map.of("from", "08:00", "to", "18:00", "zone", "Vienna")),
                Map.of("hours", Map.of("from", "08:00", "to", "18:00")),
                Map.of("claims", List.of(Map.of("claim", "a"))),
                Map.of("claims", List.of(Map.of("claim", "a", "equals", "*"))),
                Map.of("contentTypes", List.of("text/*")),
                Map.of("maxRequestBytes", 0.5))) {
            assertThatThrownBy(() -> grant("allow", when))
                    .as(when.toString())
                    .isInstanceOf(PolicySyntaxException.class);
        }
        assertThatThrownBy(() -> grant("deny", Map.of("maxRequestBytes", 5))).hasMessageContaining("allow");
    }
}
