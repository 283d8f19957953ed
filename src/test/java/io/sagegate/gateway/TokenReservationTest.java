package io.sagegate.gateway;

import static io.sagegate.gateway.LineOfGateway.answer;
import static io.sagegate.gateway.LineOfGateway.failure;
import static io.sagegate.gateway.LineOfGateway.grant;
import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.limits.LimitUse;
import io.sagegate.limits.tokens.RequestedTokens;
import io.sagegate.limits.tokens.UncountableException;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.reason.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// No caller chooses how little is set aside for an answer.
final class TokenReservationTest {
    private static final String JSON = "application/json";

    private static LineOfGateway line(String limit) {
        var grant = grant("limits", List.of(limit));
        grant.put("actions", List.of("invoke", "invoke-async"));
        return new LineOfGateway(grant);
    }

    /// The charge of an answer that nobody sees, without its input.
    private static long charged(String limit, String operation, String type, String body) {
        var line = line(limit);
        line.answers = _ -> failure(Reason.MODEL_TIMEOUT);
        line.whole(line.request(operation, body, "content-type", type));
        return line.completion().charge().limits().stream()
                        .mapToLong(LimitUse::charged)
                        .sum()
                - input(type, body);
    }

    private static long input(String type, String body) {
        try {
            return RequestedTokens.of(type, body.getBytes(StandardCharsets.UTF_8))
                    .inputTokens();
        } catch (UncountableException e) {
            throw new AssertionError(e);
        }
    }

    private static long charged(String type, String body) {
        return charged("1000000 tokens per day, reserve 1", "async-invocations", type, body);
    }

    private static Reason reason(String limit, String type, String body) {
        var line = line(limit);
        var reason = line.reasonOf(line.request("invocations", body, "content-type", type));
        assertThat(line.calls).hasSize(reason == Reason.GRANTED ? 1 : 0);
        return reason;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"max_tokens\":1,\"inputs\":\"x\",\"max_tokens\":100000}",
                "{\"max_tokens\":1,\"seed\":NaN,\"inputs\":\"x\",\"max_tokens\":100000}",
                "{\"parameters\":{\"max_new_tokens\":1},\"inputs\":\"x\",\"parameters\":{\"max_new_tokens\":100000}}",
                "{\"inputs\":\"x\",\"parameters\":{\"max_new_tokens\":1,\"max_new_tokens\":100000}}",
                "{\"max_tokens\":1} {\"max_tokens\":100000}",
                "{\"inputs\":\"x\",\"max_tokens\":\"100000\"}",
                "{\"inputs\":\"x\",\"max_tokens\":[100000]}",
                "{\"inputs\":\"x\",\"max_tokens\":true}",
                "{\"inputs\":\"x\",\"max_tokens\":10.5}",
                "{\"inputs\":\"x\",\"max_tokens\":1e99999999999}",
                "{\"inputs\":\"x\",\"max_tokens\":1e-2147483647}",
                "{\"inputs\":\"x\",\"max_tokens\":10,\"n\":\"100\"}",
                "{\"inputs\":\"x\",\"max_tokens\":100000",
                "not JSON",
            })
    void aJsonBodyThatModelsMayReadOtherwisePassesNoLimitOnTokens(String body) {
        assertThat(reason("1000 tokens per day", JSON, body)).isEqualTo(Reason.UNCOUNTABLE_BODY);
        assertThat(reason("1 USD per day at 0.01 USD per 1000 output tokens", JSON, body))
                .isEqualTo(Reason.UNCOUNTABLE_BODY);
        assertThat(reason("10 requests per day", JSON, body)).isEqualTo(Reason.GRANTED);
        assertThat(reason("1 USD per day at 0.01 USD per call", JSON, body)).isEqualTo(Reason.GRANTED);
    }

    @Test
    void whateverItsMediaTypeSays() {
        var twice = "{\"max_tokens\":1,\"max_tokens\":100000}";
        for (var type : List.of("text/plain", "application/vnd.x+json", "application/jsonlines", "application/x")) {
            assertThat(reason("1000 tokens per day", type, twice)).isEqualTo(Reason.UNCOUNTABLE_BODY);
        }
        assertThat(charged("text/csv", " {\"max_tokens\":50}")).isEqualTo(50);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/csv                 | 1.0,2.0,3.0",
                "text/plain               | [INST] Tell a tale. [/INST]",
                "application/octet-stream | \u0001\uFFFD{",
            })
    void bodiesThatAreNoJsonArePassedWithTheReserve(String type, String body) {
        assertThat(reason("5000 tokens per day", type, body)).isEqualTo(Reason.GRANTED);
        assertThat(charged("5000 tokens per day", "async-invocations", type, body))
                .isEqualTo(1_000);
    }

    @Test
    void anEmptyBodyAsksForNothingInParticular() {
        assertThat(reason("5000 tokens per day", JSON, "")).isEqualTo(Reason.GRANTED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "100000 | {'inputs':'x','max_tokens':100000}",
                "100000 | {'inputs':'x','max_tokens':100000.0}",
                "100000 | {'inputs':'x','max_tokens':1e5}",
                "1      | {'inputs':'x','max_tokens':null}",
                "1      | {'inputs':'x','max_tokens':-1}",
                "300    | {'prompt':'x','max_tokens':100,'n':3}",
                "300    | {'prompt':'x','max_tokens':100,'n':2,'best_of':3}",
                "300    | {'inputs':'x','parameters':{'max_new_tokens':100,'num_return_sequences':3}}",
                "300    | {'prompt':['a','b','c'],'max_tokens':100}",
                "600    | {'prompt':['a','b','c'],'max_tokens':100,'n':2}",
                "100    | {'prompt':[5269,311,1977],'max_tokens':100}",
                "200    | {'prompt':[[5269,311],[1977]],'max_tokens':100}",
                "200    | {'inputs':['a','b'],'parameters':{'max_new_tokens':100}}",
                "100    | {'inputs':[{'role':'system','content':'a'},{'role':'user','content':'b'}],'max_tokens':100}",
                "100    | {'input':[{'role':'user','content':'b'},{'type':'reasoning'}],'max_output_tokens':100}",
                "100    | {'messages':[{'role':'user','content':['a','b']},{'role':'user','content':'b'}],'max_tokens':100}",
                "200    | {'instances':[{'prompt':'a','max_tokens':100},{'prompt':'b','max_tokens':7}]}",
                "200    | {'instances':[{'role':'x','prompt':'a'},{'role':'x','prompt':'b'}],'parameters':{'max_tokens':100}}",
                "200    | [{'inputs':'a','parameters':{'max_new_tokens':100}},{'inputs':'b'}]",
                "64     | {'messages':[{'role':'user','content':'b','max_tokens':9000}],'max_tokens':64,'tools':[{'n':'x'}]}",
            })
    void whatIsSetAsideIsTheBoundForEachAnswerToEachPrompt(long tokens, String body) {
        assertThat(charged(JSON, body.replace('\'', '"'))).isEqualTo(tokens);
    }

    @Test
    void eachJsonLineIsAPrompt() {
        assertThat(charged(
                        "application/jsonlines", "{\"prompt\":\"a\",\"max_tokens\":70}\n{\"prompt\":[\"b\",\"c\"]}\n"))
                .isEqualTo(210);
    }

    @ParameterizedTest
    @ValueSource(strings = {"invocations", "async-invocations"})
    void anAnswerThatNobodySeesIsChargedAsSetAside(String operation) {
        assertThat(charged("1000000 tokens per day, reserve 50000", operation, JSON, "{\"inputs\":\"x\"}"))
                .isEqualTo(50_000);
        assertThat(charged("1000000 tokens per day", operation, JSON, "{\"prompt\":\"x\",\"max_tokens\":7000}"))
                .isEqualTo(7_000);
        // Nobody saw whether the bound was heeded.
        assertThat(charged("1000000 tokens per day", operation, JSON, "{\"prompt\":\"x\",\"max_tokens\":70}"))
                .isEqualTo(1_000);
        // Not more than the limit has, for that was a guess.
        assertThat(charged("20000 tokens per day, reserve 50000", operation, JSON, "{\"inputs\":\"x\"}"))
                .isEqualTo(20_000 - 1);
    }

    @Test
    void theRecordSaysWhatWasAssumed() {
        var line = line("1000000 tokens per day, reserve 50000");
        line.whole(line.request("async-invocations", "{}", "content-type", JSON));
        assertThat(line.completion().charge().usage()).contains(Usage.of(1, 50_000, Usage.Source.ASSUMED));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1400 | MODEL | {'usage':{'prompt_tokens':10,'completion_tokens':1400.0}}",
                "1400 | MODEL | {'usage':{'prompt_tokens':10,'completion_tokens':1.4e3}}",
                "1400 | MODEL | {'usage':{'prompt_tokens':10,'completion_tokens':'?','total_tokens':1410}}",
                "0    | MODEL | {'data':[{'embedding':[0.25,0.75]}],'usage':{'prompt_tokens':10,'total_tokens':10}}",
                "13   | SIZE  | {'text':'0123456789','usage':{'prompt_tokens':10}}",
                "15   | SIZE  | {'usage':{'prompt_tokens':10,'completion_tokens':'1400'}}",
            })
    void whatComesOutIsWhatTheModelStatesOrElseItsSize(long output, Usage.Source source, String answer) {
        var line = line("1000000 tokens per day");
        line.answers = _ -> answer(answer.replace('\'', '"'));
        line.whole(line.request("invocations", "{}", "content-type", JSON));
        assertThat(line.completion().charge().usage()).contains(Usage.of(10, output, source));
    }
}
