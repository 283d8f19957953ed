package io.sagegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.api.Request;
import io.sagegate.fuzz.FuzzTarget;
import io.sagegate.http.Headers;
import io.sagegate.identity.IamCaller;
import io.sagegate.inference.InferenceResult;
import io.sagegate.inference.ModelStream.Part;
import io.sagegate.policy.obligation.SensitiveKind;
import io.sagegate.reason.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An HTTP request in its own words, down the whole line, to a model that answers with the body it was sent: always
/// answered, always recorded once, and never by way of a fault.
public final class RequestFuzz implements FuzzTarget {
    private static final Map<String, Object> FILTERED = grant(
            "limits",
            List.of("3 concurrent", "5000 tokens per minute", "1 USD per day at 0.001 USD per 1000 tokens"),
            "customAttributes",
            true,
            "filter",
            Map.of(
                    "name",
                    "all",
                    "rules",
                    List.of(Map.of(
                            "mask",
                            Arrays.stream(SensitiveKind.values())
                                    .map(SensitiveKind::code)
                                    .toList()))),
            "guard",
            Map.of("name", "short", "rules", Map.of("maxPromptCharacters", 2_000L, "deny", List.of("(?i)ignore"))));
    private static final Map<String, Object> QUEUED =
            grant("actions", List.of("invoke", "invoke-async"), "s3Inputs", List.of("s3://inputs/notes/"));

    private final List<LineOfGateway> lines = List.of(new LineOfGateway(FILTERED), new LineOfGateway(QUEUED));

    private static Map<String, Object> grant(Object... members) {
        return LineOfGateway.grant(members);
    }

    @Override
    public void accept(byte[] input) {
        var text = new String(input, StandardCharsets.ISO_8859_1);
        var head = text.split("\n\n", 2);
        var body = head.length > 1 ? head[1].getBytes(StandardCharsets.ISO_8859_1) : new byte[0];
        for (var line : lines) {
            line.answers =
                    call -> new InferenceResult.Answer(call.body().bytes().clone(), type(call.headers()));
            line.streams = call -> new LineOfGateway.Script(pieces(call.body().bytes()));
            line.record.clear();
            line.calls.clear();
            line.clock.pass(Duration.ofMinutes(10));
            var response = line.whole(request(head[0].split("\n", -1), body, line));
            assertThat(response.status()).isBetween(200, 599);
            assertThat(line.completion().reason()).isNotEqualTo(Reason.INTERNAL_ERROR);
            var refused = line.completion().reason().status() < 404
                    && line.completion().reason().status() != 200;
            assertThat(refused && !line.calls.isEmpty())
                    .as("a call in spite of a refusal")
                    .isFalse();
        }
    }

    private static Headers type(Headers sent) {
        return Headers.of("content-type", sent.first("content-type").orElse("application/json"));
    }

    private static List<Object> pieces(byte[] body) {
        var pieces = new ArrayList<Object>();
        for (var from = 0; from < body.length; from += 7) {
            pieces.add(new Part.Bytes(Arrays.copyOfRange(body, from, Math.min(body.length, from + 7))));
        }
        return pieces;
    }

    private static Request request(String[] head, byte[] body, LineOfGateway line) {
        var first = head[0].split(" ", 2);
        var headers = new Headers.Builder();
        for (var i = 1; i < head.length; i++) {
            var field = head[i].split(":", 2);
            headers.add(field[0], field.length > 1 ? field[1].strip() : "");
        }
        return new Request(
                "invocation-1",
                Optional.empty(),
                "function-url",
                first[0],
                first.length > 1 ? first[1] : "",
                headers.build(),
                body,
                "192.0.2.1",
                Optional.of(new IamCaller(
                        "arn:aws:sts::111122223333:assumed-role/BatchScorer/nightly",
                        Optional.empty(),
                        Optional.empty())),
                headers.build().first("x-amzn-trace-id").orElse(""),
                line.clock.instant().plusSeconds(30),
                Optional.empty());
    }
}
