package io.sagegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.cli.policy.document.FilePolicy;
import io.sagegate.cli.policy.document.PolicyCompiler;
import io.sagegate.cli.policy.document.PolicyDocument;
import io.sagegate.identity.ApiClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tags of roles, clients and issuers in a document.
final class TagSectionTest {
    private static final String POLICY = """
            issuers:
              - {name: okta, issuer: https://issuer.example, audiences: [a], tags: {cost_center: cc, team: [org, team]}}
            roles:
              analyst: [{endpoint: llm, actions: [invoke]}]
            bindings:
              - {role: analyst, members: [key:batch, key:nightly, okta:group:x], tags: {team: bound, site: wien}}
            tags:
              roles:
                analyst: {team: role, product: scores}
              clients:
                batch: {team: client}
            """;

    @TempDir
    private Path directory;

    private String check(String text) throws IOException {
        return Cli.run(
                        "policy",
                        "check",
                        Files.writeString(directory.resolve("policy.yaml"), text)
                                .toString())
                .out();
    }

    private static Map<String, String> tags(String client) throws Exception {
        var policy = new FilePolicy(
                PolicyCompiler.compile(PolicyDocument.parse("p", POLICY)).sound());
        return policy.rolesOf(new ApiClient(client, "k")).getFirst().tags();
    }

    @Test
    void theClientsTagGoesBeforeTheBindingsAndThatBeforeTheRoles() throws Exception {
        assertThat(tags("batch")).isEqualTo(Map.of("team", "client", "site", "wien", "product", "scores"));
        assertThat(tags("nightly")).isEqualTo(Map.of("team", "bound", "site", "wien", "product", "scores"));
    }

    @Test
    void namesThatNothingHasAreTold() throws IOException {
        assertThat(check(POLICY)).contains("sound");
        assertThat(check(POLICY.replace("    analyst: {team", "    analist: {team")))
                .contains("there is no role \"analist\"; did you mean \"analyst\"?");
        assertThat(check(POLICY.replace("    batch: {", "    bath: {")))
                .contains("no binding names the client \"bath\"");
        assertThat(check(POLICY.replace("clients:", "users:"))).contains("unknown member \"users\"");
    }

    @Test
    void allTagsTogetherAreBounded() throws IOException {
        assertThat(check(POLICY.replace("product: scores", "a: x, b: x, c: x, d: x, e: x, f: x, g: x")))
                .contains("more than 8 tags, with those of the role and the client");
        assertThat(check(POLICY.replace("cost_center: cc", "'cost center': cc")))
                .contains("is not a tag's name");
        assertThat(check(POLICY.replace("cost_center: cc", "cost_center: 'c*'")))
                .contains("wildcard");
        assertThat(check(POLICY.replace("team: role", "team: '<b>'"))).contains("is not a tag's value");
    }
}
