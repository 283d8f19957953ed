package io.sagegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.api.Framing;
import io.sagegate.api.Response;
import io.sagegate.api.Route;
import io.sagegate.api.StreamedAnswer;
import io.sagegate.gateway.Stage.Asked;
import io.sagegate.gateway.Stage.Informed;
import io.sagegate.gateway.Stage.Known;
import io.sagegate.gateway.Stage.Permitted;
import io.sagegate.gateway.stream.Metering;
import io.sagegate.http.Headers;
import io.sagegate.identity.ApiClient;
import io.sagegate.limits.Limiter;
import io.sagegate.limits.MemoryUsageStore;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.policy.PolicyUnavailableException;
import io.sagegate.policy.document.ModelReader;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicySyntaxException;
import io.sagegate.reason.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// An answer that cannot be given the model's name is withheld, and its call is settled all the same.
final class FailoverTest {
    private static final String CHAT = "{\"model\":\"m\",\"messages\":[]}";

    private final LineOfGateway line = new LineOfGateway(LineOfGateway.grant());

    private Outcome serve(Function<Permitted, Outcome> call) throws PolicySyntaxException, PolicyUnavailableException {
        var received = Received.of(line.openAi("chat/completions", CHAT), line.clock);
        var route = new Route.OpenAiCall("chat");
        var policy = new LineOfGateway.Granted(
                1,
                LineOfGateway.roles("everybody", List.of(LineOfGateway.grant())),
                ModelReader.models(new PolicyNode(Map.of("m", Map.of("endpoint", "llm")), "models")),
                () -> false);
        var known =
                new Known(new Informed(new Asked(received, route, Optional.empty()), policy), new ApiClient("c", "k"));
        var settling = new Settling(new Limiter(new MemoryUsageStore(), line.clock), Optional.empty(), line.clock);
        return new Failover(settling, line.clock).serve(known, route, call);
    }

    private static void assertEndsWhereTheCallEnded(Outcome outcome) {
        assertThat(outcome.reason()).isEqualTo(Reason.INTERNAL_ERROR);
        assertThat(outcome.last()).isInstanceOf(Permitted.class);
        assertThat(outcome.last().received().faults().first()).isPresent();
    }

    @Test
    void aWholeAnswerThatCannotBeNamed() throws PolicySyntaxException, PolicyUnavailableException {
        assertEndsWhereTheCallEnded(serve(permitted ->
                new Outcome.Answered(permitted, Reason.GRANTED, new Response(200, nothing(), new byte[0]))));
    }

    @Test
    void aStreamThatCannotBeNamedIsClosed() throws PolicySyntaxException, PolicyUnavailableException {
        var stream = new LineOfGateway.Script(List.of());
        var answer = new StreamedAnswer(nothing(), stream, Framing.openAiEvents());
        assertEndsWhereTheCallEnded(
                serve(permitted -> new Outcome.Streaming(permitted, answer, Metering.of(Usage.NONE))));
        assertThat(stream.closed).isTrue();
    }

    /// Header fields that cannot be read.
    @SuppressWarnings("NullAway") // the point of it
    private static Headers nothing() {
        @Nullable Headers nothing = null;
        return nothing;
    }
}
