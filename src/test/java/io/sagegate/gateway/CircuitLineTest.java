package io.sagegate.gateway;

import static io.sagegate.gateway.LineOfGateway.answer;
import static io.sagegate.gateway.LineOfGateway.failure;
import static io.sagegate.gateway.LineOfGateway.grant;
import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.inference.Circuits;
import io.sagegate.policy.ModelRoutes;
import io.sagegate.policy.document.ModelReader;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicySyntaxException;
import io.sagegate.reason.Reason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Only calls that were made tell whether a model can be reached.
final class CircuitLineTest {
    private static Map<String, ModelRoutes> models() throws PolicySyntaxException {
        var spare = Map.of("endpoint", "llm", "variant", "spare");
        return ModelReader.models(
                new PolicyNode(Map.of("m", Map.of("endpoint", "llm", "fallbacks", List.of(spare))), "models"));
    }

    /// The variants that were called, `main` for none.
    private static List<String> ask(LineOfGateway line, String body) {
        var before = line.permits.size();
        line.whole(line.openAi("chat/completions", body));
        return line.permits.subList(before, line.permits.size()).stream()
                .map(permit -> permit.target().variant().orElse("main"))
                .toList();
    }

    private static final String SMALL = "{\"model\":\"m\",\"messages\":[],\"max_tokens\":1}";
    private static final String TOO_LARGE = "{\"model\":\"m\",\"messages\":[],\"max_tokens\":100000}";

    @Test
    void aRefusedCallSaysNothingOfTheModel() throws PolicySyntaxException {
        var line = new LineOfGateway(
                List.of(grant("limits", List.of("1000 tokens per day")), grant("variants", List.of("spare", "other"))),
                models());
        line.answers = _ -> failure(Reason.ENDPOINT_UNAVAILABLE);
        for (var i = 0; i < Circuits.FAILURES; i++) {
            assertThat(ask(line, TOO_LARGE)).isEmpty();
            assertThat(ask(line, SMALL)).containsExactly("main", "spare");
        }
        assertThat(ask(line, SMALL)).as("the circuit is open").containsExactly("spare");

        // Neither is the one try after the pause used up by a call that is not made.
        line.clock.pass(Circuits.OPEN);
        assertThat(ask(line, TOO_LARGE)).isEmpty();
        assertThat(ask(line, SMALL)).containsExactly("main", "spare");
        assertThat(ask(line, SMALL)).containsExactly("spare");
    }

    private static LineOfGateway free() throws PolicySyntaxException {
        return new LineOfGateway(List.of(grant(), grant("variants", List.of("spare"))), models());
    }

    @Test
    void anAnswerBetweenFailuresStartsTheCountAgain() throws PolicySyntaxException {
        var line = free();
        for (var i = 0; i < Circuits.FAILURES; i++) {
            line.answers = _ -> failure(Reason.ENDPOINT_UNAVAILABLE);
            assertThat(ask(line, SMALL)).containsExactly("main", "spare");
            line.answers = _ -> answer("{}");
            assertThat(ask(line, SMALL)).containsExactly("main");
        }
    }

    @Test
    void aRoleThatIsUnavailableSaysNothingOfTheModel() throws PolicySyntaxException {
        var line = free();
        line.answers = _ -> failure(Reason.ROLE_UNAVAILABLE);
        for (var i = 0; i <= Circuits.FAILURES; i++) {
            assertThat(ask(line, SMALL)).containsExactly("main", "spare");
        }
    }

    @Test
    void theLastRouteIsTriedThoughItsCircuitIsOpenAndItsOwnRefusalIsTheAnswer() throws PolicySyntaxException {
        var line = free();
        line.answers = _ -> failure(Reason.ENDPOINT_UNAVAILABLE);
        for (var i = 0; i <= Circuits.FAILURES; i++) {
            line.record.clear();
            assertThat(line.reasonOf(line.openAi("chat/completions", SMALL))).isEqualTo(Reason.ENDPOINT_UNAVAILABLE);
        }
        assertThat(ask(line, SMALL)).containsExactly("spare");
    }
}
