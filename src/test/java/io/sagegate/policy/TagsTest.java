package io.sagegate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.identity.ApiClient;
import io.sagegate.identity.ClaimTags;
import io.sagegate.identity.OidcUser;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicyReader;
import io.sagegate.policy.document.PolicySyntaxException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class TagsTest {
    private static Role role(String name) throws PolicySyntaxException {
        var grant = Map.of("endpoint", "llm", "actions", List.of("invoke"));
        return PolicyReader.role(name, new PolicyNode(List.of(grant), name));
    }

    private static Assignment bound(String role, Optional<Instant> expires, Map<String, String> tags)
            throws PolicySyntaxException {
        return new Assignment(role(role), "key:batch", expires, List.of(), tags);
    }

    @Test
    void aCallHasTheTagsOfTheBindingsThatBroughtItsCallerToTheGrantAndTheFirstOneCounts() throws PolicySyntaxException {
        var question = new Question(
                new ApiClient("batch", "k"),
                Action.INVOKE,
                Target.ofEndpoint("llm"),
                new Facts("192.0.2.1", 2, Optional.empty()),
                Instant.EPOCH.plusSeconds(9));
        var assignments = List.of(
                bound("a", Optional.of(Instant.EPOCH), Map.of("team", "over")),
                bound("a", Optional.empty(), Map.of("team", "fraud")),
                bound("a", Optional.empty(), Map.of("team", "all", "site", "wien")),
                bound("b", Optional.empty(), Map.of("other", "role")));
        var permit = (Decision.Permit) DecisionPoint.decide(question, assignments, 1);
        assertThat(permit.tags()).isEqualTo(Map.of("team", "fraud", "site", "wien"));
    }

    @Test
    void thePolicysTagGoesBeforeTheTokens() throws PolicySyntaxException {
        var claims = new ClaimTags(new TreeMap<>(Map.of("team", "claimed", "cost_center", "4711")), new TreeSet<>());
        var question = new Question(
                new OidcUser("okta", "https://okta", "ann", List.of(), Optional.empty(), Map.of(), claims),
                Action.INVOKE,
                Target.ofEndpoint("llm"),
                new Facts("192.0.2.1", 2, Optional.empty()),
                Instant.EPOCH);
        var assignments = List.of(bound("a", Optional.empty(), Map.of("team", "fraud")));
        var permit = (Decision.Permit) DecisionPoint.decide(question, assignments, 1);
        assertThat(permit.tags()).isEqualTo(Map.of("team", "fraud", "cost_center", "4711"));
    }
}
