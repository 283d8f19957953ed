package io.sagegate.filters.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.json.JsonLimits;
import io.sagegate.policy.document.ObligationReader;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicySyntaxException;
import io.sagegate.policy.obligation.RequestRules;
import io.sagegate.reason.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The body that goes to the model once the guard has judged it.
final class GuardedBodyTest {
    private static RequestRules deny() throws PolicySyntaxException {
        return ObligationReader.guard("test", new PolicyNode(Map.of("deny", List.of("forbidden")), "guards.test"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static GuardedBody allowed(String body) {
        return (GuardedBody) RequestGuard.judge(RequestRules.NONE, "application/json", bytes(body));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model\":\"m\"}    | {\"stream_options\":{\"include_usage\":true},\"model\":\"m\"}",
                "'  { \"model\":\"m\"}' | {\"stream_options\":{\"include_usage\":true}, \"model\":\"m\"}"
            })
    void theMemberThatAsksForUsageStandsFirstAndTheRestStays(String body, String expected) {
        var asking = new String(allowed(body).askingUsage(false).bytes(), StandardCharsets.UTF_8);
        assertThat(asking.strip()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"stream_options\":{\"x\":1},\"n\":2}  | {\"stream_options\":{\"x\":1,\"include_usage\":true},\"n\":2}",
                "{\"stream_options\":{\"include_usage\":false}} | {\"stream_options\":{\"include_usage\":true}}",
                "{\"stream_options\":null,\"n\":2} | {\"stream_options\":{\"include_usage\":true},\"n\":2}"
            })
    void optionsThatAreGivenStayBesideIt(String body, String expected) {
        assertThat(new String(allowed(body).askingUsage(true).bytes(), StandardCharsets.UTF_8))
                .isEqualTo(expected);
    }

    @Test
    void aBodyShowsNothingButItsSize() {
        assertThat(allowed("{\"secret\":1}")).hasToString("GuardedBody[12 bytes]");
    }

    @Test
    void whatLiesElsewhereIsJudgedAndNotSent() throws PolicySyntaxException {
        var good = RequestGuard.judgeElsewhere(deny(), "application/json", bytes("{\"p\":\"fine\"}"));
        assertThat(((GuardedBody) good).bytes()).isEmpty();
        var bad = RequestGuard.judgeElsewhere(deny(), "application/json", bytes("{\"p\":\"forbidden\"}"));
        assertThat(((RequestGuard.Refusal) bad).reason()).isEqualTo(Reason.REFUSED_BY_GUARD);
    }

    @ParameterizedTest
    @CsvSource({"application/json, 0, true", "application/json, 1, false", "text/plain, 1, true"})
    void jsonThatIsTooLongToReadIsRefusedAndTextIsNot(String type, int over, boolean passes)
            throws PolicySyntaxException {
        var body = "\"" + "x".repeat(JsonLimits.BODY.maxBytes() + over - 2) + "\"";
        var judged = RequestGuard.judgeElsewhere(deny(), type, bytes(body));
        assertThat(judged).isInstanceOf(passes ? GuardedBody.class : RequestGuard.Refusal.class);
        if (judged instanceof RequestGuard.Refusal(var reason, var detail)) {
            assertThat(reason).isEqualTo(Reason.BODY_TOO_LARGE);
            assertThat(detail).contains("at most " + JsonLimits.BODY.maxBytes());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | {\"p\":\"forbidden\"} | REFUSED_BY_GUARD",
                "text/plain       | {\"input_ids\":[1,2]} | REFUSED_BY_GUARD",
                "text/plain       | 12                   | ",
                "text/plain       | fine                 | "
            })
    void theGuardJudgesJsonUnderAnyTextType(String type, String body, @Nullable Reason reason)
            throws PolicySyntaxException {
        var judged = RequestGuard.judge(deny(), type, bytes(body));
        assertThat(judged instanceof RequestGuard.Refusal refusal ? refusal.reason() : null)
                .isEqualTo(reason);
    }

    @Test
    void aTextThatEndsWithinACharacterIsRefused() throws PolicySyntaxException {
        var judged = RequestGuard.judge(deny(), "text/plain", new byte[] {'a', (byte) 0xC3});
        assertThat(((RequestGuard.Refusal) judged).reason()).isEqualTo(Reason.MALFORMED_BODY);
    }
}
