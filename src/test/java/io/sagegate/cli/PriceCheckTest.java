package io.sagegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.cli.console.Exit;
import io.sagegate.cli.policy.document.CompiledPolicy;
import io.sagegate.cli.policy.document.PolicyCompiler;
import io.sagegate.cli.policy.document.PolicyDocument;
import io.sagegate.policy.Price;
import io.sagegate.policy.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Prices in a policy document: where they go, and what is told of those that are missing or there twice.
final class PriceCheckTest {
    private static final String POLICY = """
            roles:
              analyst:
                - {endpoint: llm, actions: [invoke], components: [llama, mistral], limits: [5 USD per day]}
                - {endpoint: score, actions: [invoke]}
            bindings:
              - {role: analyst, members: [key:batch]}
            models:
              chat: {endpoint: llm, component: llama}
            """;

    @TempDir
    private Path directory;

    private Cli check(String text) throws IOException {
        return Cli.run(
                "policy",
                "check",
                Files.writeString(directory.resolve("policy.yaml"), text).toString());
    }

    private static CompiledPolicy compiled(String prices) throws Exception {
        return PolicyCompiler.compile(PolicyDocument.parse("p", POLICY + prices))
                .sound();
    }

    private static Optional<Price> price(CompiledPolicy policy, int grant, Optional<String> component) {
        var target = new Target("llm", Optional.empty(), component, Optional.empty(), Optional.empty());
        return Objects.requireNonNull(policy.roles().get("analyst"))
                .grants()
                .get(grant)
                .prices()
                .of(target);
    }

    @Test
    void aPriceOfAnEndpointAComponentOrAModelReachesTheGrants() throws Exception {
        var policy = compiled("""
                prices:
                  - {endpoint: llm, price: 0.10 USD per 1000 tokens}
                  - {model: chat, price: 0.02 USD per call}
                """);
        assertThat(price(policy, 0, Optional.of("llama"))).contains(new Price(20_000_000, 0, 0));
        assertThat(price(policy, 0, Optional.of("mistral"))).contains(new Price(0, 100_000_000, 100_000_000));
        assertThat(price(policy, 1, Optional.empty())).isEmpty();
    }

    @Test
    void whatAUsdLimitCountsWithoutAPriceIsNamed() throws IOException {
        var run = check(POLICY + "prices:\n  - {endpoint: llm, component: llama, price: 0.02 USD per call}\n");
        assertThat(run.exit()).isEqualTo(Exit.NO);
        assertThat(run.out() + run.out()).contains("counts calls without a price: llm/mistral;");
        var binding = POLICY.replace("members: [key:batch]", "members: [key:batch], limits: [9 USD per month]");
        assertThat(check(binding + "prices:\n  - {endpoint: llm, price: 0.02 USD per call}\n")
                        .out())
                .contains("counts calls without a price: score;");
        assertThat(check(POLICY.replace("5 USD per day", "5 USD per day at 0.01 USD per call"))
                        .exit())
                .isEqualTo(Exit.OK);
    }

    @Test
    void whatIsPricedTwiceIsNamed() throws IOException {
        var run = check(POLICY + """
                prices:
                  - {endpoint: llm, price: 0.10 USD per 1000 tokens}
                  - {endpoint: llm, component: llama, price: 0.03 USD per call}
                  - {model: chat, price: 0.02 USD per call}
                """);
        assertThat(run.exit()).isEqualTo(Exit.NO);
        assertThat(run.out()).contains("prices[2]: llm/llama is priced twice: 0.03 USD per call, and 0.02");
    }

    @Test
    void aPriceThatIsOfNothingOrUnreadableIsNamed() throws IOException {
        var prefix = POLICY + "prices:\n  - {endpoint: llm, price: 1 USD per call}\n";
        assertThat(check(prefix + "  - {model: caht, price: 1 USD per call}\n").out())
                .contains("did you mean \"chat\"?");
        assertThat(check(prefix + "  - {price: 1 USD per call}\n").out()).contains("name one of them");
        assertThat(check(prefix + "  - {endpoint: a, price: 1 EUR per call}\n").out())
                .contains("expected \"USD\"");
        assertThat(check(prefix + "  - {endpoint: 'a*', price: 1 USD per call}\n")
                        .exit())
                .isEqualTo(Exit.NO);
    }

    @Test
    void aPricePerSecondThatCallsFromAQueueEscapeIsTold() throws IOException {
        var prices = "prices:\n  - {endpoint: llm, price: 0.002 USD per second}\n";
        assertThat(check(POLICY + prices).out()).doesNotContain("per second");
        assertThat(check(POLICY.replace("actions: [invoke], components", "actions: [invoke, invoke-async], components")
                                + prices)
                        .out())
                .contains("roles.analyst[0]: invoke-async costs nothing per second");
    }

    @Test
    void tagsAreBoundedNamesAndValues() throws IOException {
        var tagged = POLICY.replace("5 USD per day", "10 requests per day")
                .replace("members: [key:batch]", "members: [key:batch], tags: {team: fraud, costCentre: '4711'}");
        assertThat(check(tagged).exit()).isEqualTo(Exit.OK);
        assertThat(check(tagged.replace("team: fraud", "team: [fraud]")).exit()).isEqualTo(Exit.NO);
        assertThat(check(tagged.replace("team: fraud", "team: '<b>'")).out()).contains("is not a tag's value");
        assertThat(check(tagged.replace("team: fraud", "'te am': fraud")).out()).contains("is not a tag's name");
        assertThat(check(tagged.replace("team: fraud", "a: x, b: x, c: x, d: x, e: x, f: x, g: x, h: x"))
                        .out())
                .contains("more than 8 tags");
    }
}
