package io.sagegate.gateway;

import static io.sagegate.gateway.LineOfGateway.grant;
import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.reason.Reason;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A caller may not get more by calls whose input or result lies in S3.
final class AsyncCallTest {
    private static final String INPUT = "s3://inputs/notes/one.json";

    private static LineOfGateway line(Object... membersAndValues) {
        var grant = grant(membersAndValues);
        grant.put("actions", List.of("invoke", "invoke-async"));
        grant.put("s3Inputs", List.of("s3://inputs/notes/"));
        return new LineOfGateway(grant);
    }

    @Test
    void noCallerChoosesWhereTheResultIsWritten() {
        var line = line();
        var ids = new HashSet<String>();
        var names = new HashSet<String>();
        for (var i = 0; i < 2; i++) {
            line.whole(line.request(
                    "async-invocations",
                    "{}",
                    "x-amzn-sagemaker-inference-id",
                    "anothers",
                    "x-amzn-sagemaker-filename",
                    "anothers.out"));
        }
        line.calls.forEach(call -> {
            ids.add(call.headers().first("x-amzn-sagemaker-inference-id").orElseThrow());
            names.add(call.headers().first("x-amzn-sagemaker-filename").orElseThrow());
        });

        assertThat(ids).hasSize(2).doesNotContain("anothers", "invocation-1", "chosen-by-the-caller");
        assertThat(names).hasSize(2).allMatch(name -> name.matches("[0-9a-f-]{36}-anothers\\.out"));
    }

    @Test
    void aCallersOwnIdReachesTheModelWhereNoResultIsNamedAfterIt() {
        var line = line();

        line.whole(line.request("invocations", "{}", "x-amzn-sagemaker-inference-id", "my-own"));

        assertThat(line.calls.getLast().headers().first("x-amzn-sagemaker-inference-id"))
                .contains("my-own");
    }

    @Test
    void theMediaTypeThatIsSentIsTheOneThatIsJudged() {
        var line = line("when", Map.of("contentTypes", List.of("text/csv")));

        assertThat(line.reasonOf(line.request(
                        "async-invocations",
                        "1,2",
                        "content-type",
                        "text/csv",
                        "x-amzn-sagemaker-content-type",
                        "application/x-npy")))
                .isEqualTo(Reason.CONDITION_NOT_MET);
        line.record.clear();
        assertThat(line.reasonOf(line.request(
                        "async-invocations",
                        "1,2",
                        "content-type",
                        "application/json",
                        "x-amzn-sagemaker-content-type",
                        "text/csv")))
                .isEqualTo(Reason.GRANTED);
    }

    @ParameterizedTest
    @CsvSource({
        "s3://inputs/notes/my notes/one two.json, GRANTED, ''",
        "s3://in/notes/one.json, MALFORMED_HEADER, 'is not a bucket name: 3 to 63'",
        "s3://inputs/notes/../one.json, MALFORMED_HEADER, 'is not an s3:// object'",
        "s3://inputs/other/my notes.json, INPUT_NOT_GRANTED, ''"
    })
    void aKeyMayHaveSpacesAndAWrongPlaceIsToldWhy(String place, Reason reason, String why) {
        var line = line();
        var answer = line.whole(line.request("async-invocations", "", "x-amzn-sagemaker-inputlocation", place));
        assertThat(line.record.getLast().reason()).isEqualTo(reason);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains(why);
    }

    @Test
    void inputOfUnknownSizeIsNotAtMostAnything() {
        var line = line("when", Map.of("maxRequestBytes", 100));

        assertThat(line.reasonOf(line.request("async-invocations", "", "x-amzn-sagemaker-inputlocation", INPUT)))
                .isEqualTo(Reason.CONDITION_NOT_MET);
        line.record.clear();
        assertThat(line.reasonOf(line.request("async-invocations", "{}"))).isEqualTo(Reason.GRANTED);
    }

    @ParameterizedTest
    @CsvSource({
        "100 KB per day, INPUT_NOT_GRANTED",
        "100 tokens per minute, INPUT_NOT_GRANTED",
        "1 USD per day at 0.01 USD per 1000 input tokens, INPUT_NOT_GRANTED",
        "1 USD per day at 0.01 USD per call, GRANTED",
        "5 requests per minute, GRANTED",
        "5 concurrent, GRANTED",
    })
    void inputThatNobodyCanMeasurePassesNoLimitThatGoesByIt(String limit, Reason reason) {
        var line = line("limits", List.of(limit));

        assertThat(line.reasonOf(line.request("async-invocations", "", "x-amzn-sagemaker-inputlocation", INPUT)))
                .isEqualTo(reason);
    }

    @Test
    void aCallThatIsOverItsLimitIsNotLookedThrough() {
        var grant = grant(
                "limits",
                List.of("1 request per day"),
                "guard",
                Map.of("name", "short", "rules", Map.of("maxPromptCharacters", 1)));
        var line = new LineOfGateway(grant);
        var request = line.request("invocations", "{\"prompt\":\"long\"}", "content-type", "application/json");

        assertThat(line.reasonOf(request)).isEqualTo(Reason.PROMPT_TOO_LONG);
        line.record.clear();
        assertThat(line.reasonOf(request)).isEqualTo(Reason.LIMIT_EXCEEDED);
        assertThat(line.calls).isEmpty();
    }
}
