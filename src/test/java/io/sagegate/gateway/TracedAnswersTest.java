package io.sagegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.api.CallHeaders;
import io.sagegate.api.Request;
import io.sagegate.api.Response;
import io.sagegate.api.StreamExit;
import io.sagegate.http.Headers;
import io.sagegate.reason.Reason;
import io.sagegate.trace.SpanId;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every answer says where to find its request in the log and in the traces.
final class TracedAnswersTest {
    private static final String ROOT = "1-5759e988-bd862e3fe1be46a994272793";
    private static final String THEIRS = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = SpanId.ofRequest("invocation-1");

    private final LineOfGateway line = new LineOfGateway(LineOfGateway.grant("customAttributes", true));

    private Request request(String method, String path, String... headers) {
        var usual = line.request("invocations", "{}", headers);
        return new Request(
                usual.id(),
                usual.eventId(),
                usual.entry(),
                method,
                path,
                usual.headers(),
                usual.body(),
                usual.sourceIp(),
                usual.iam(),
                "Root=" + ROOT + ";Parent=53995c3f42cd8ad8;Sampled=1",
                usual.deadline(),
                usual.defect());
    }

    private static void assertTraced(Headers answer) {
        assertThat(answer.all("x-content-type-options")).containsExactly("nosniff");
        assertThat(answer.all("x-request-id")).containsExactly("invocation-1");
        assertThat(answer.all("traceparent")).containsExactly("00-" + THEIRS + "-" + SPAN + "-01");
        assertThat(answer.all("tracestate")).containsExactly("rojo=1,congo=2");
        assertThat(answer.all("x-amzn-trace-id")).containsExactly("Root=" + ROOT + ";Parent=" + SPAN + ";Sampled=1");
    }

    private static final String[] TRACE = {
        "traceparent", "00-" + THEIRS + "-00f067aa0ba902b7-00", "tracestate", "rojo=1", "tracestate", "congo=2"
    };

    @ParameterizedTest
    @CsvSource({
        "POST,/endpoints/llm/invocations,200",
        "POST,/endpoints/other/invocations,403",
        "POST,/endpoints/llm/invocations-response-stream,200",
        "POST,/endpoints/llm/async-invocations,403",
        "GET,/endpoints/llm/invocations,405",
        "GET,/nowhere,404",
        "GET,/%2e%2e/x,400",
        "GET,/healthz,200",
        "GET,/openapi.json,200",
        "GET,/whoami,200",
        "POST,/explain,400",
        "GET,/v1/models,200",
        "POST,/v1/chat/completions,400",
        "DELETE,/v1/models,405",
    })
    void everyWholeAnswerSaysWhereItsTraceIs(String method, String path, int status) {
        var answer = line.whole(request(method, path, TRACE));
        assertThat(answer.status()).isEqualTo(status);
        assertTraced(answer.headers());
    }

    @Test
    void anAnswerThatReplacesOneTooLargeSaysItToo() {
        var answer = line.gateway.handle(
                request("POST", "/endpoints/llm/invocations", TRACE),
                response -> response.status() == 200 ? Optional.empty() : Optional.of(response));
        assertThat(answer.status()).isEqualTo(Reason.RESPONSE_TOO_LARGE.status());
        assertTraced(answer.headers());
    }

    @Test
    void aStreamedAnswerSaysItAtItsBegin() throws IOException {
        line.streams = _ -> new LineOfGateway.Script(List.of("data: 1\n\n"));
        var exit = new HeadExit();
        line.gateway.handle(request("POST", "/endpoints/llm/invocations-response-stream", TRACE), exit);
        assertTraced(exit.head);
        assertThat(exit.whole).isFalse();
    }

    @Test
    void aRefusalOnTheWayOutThatStreamsSaysItToo() throws IOException {
        var exit = new HeadExit();
        line.gateway.handle(request("POST", "/endpoints/other/invocations-response-stream", TRACE), exit);
        assertTraced(exit.head);
        assertThat(exit.whole).isTrue();
    }

    /// The caller's span is the parent of ours, and ours of the model's: so no two of the three are the same.
    @Test
    void theModelGetsTheSameTraceUnderAnotherSpanThanTheAnswer() {
        line.whole(request("POST", "/endpoints/llm/invocations", TRACE));
        var told = attributes();
        assertThat(told)
                .startsWith("traceparent=00-" + THEIRS + "-")
                .doesNotContain(SPAN, "00f067aa0ba902b7")
                .contains("-01,x-request-id=invocation-1")
                .endsWith(",tracestate=rojo=1%2Ccongo=2");
        assertThat(line.completion().trace().traceParent()).isEqualTo(told.substring(12, 67));
    }

    @Test
    void aRefusedCallsLineHasTheTraceItsAnswerNames() {
        var answer = line.whole(request("POST", "/endpoints/other/invocations", TRACE));
        assertThat(answer.headers().first("traceparent"))
                .contains(line.completion().trace().traceParent());
    }

    @Test
    void theCallersOwnAttributesLeaveTheStateWhatRoomThereIs() {
        var own = "a=" + "b".repeat(800);
        line.whole(request(
                "POST",
                "/endpoints/llm/invocations",
                "traceparent",
                "00-" + THEIRS + "-00f067aa0ba902b7-00",
                "tracestate",
                "long=" + "v".repeat(200) + ",short=%1 2",
                CallHeaders.CUSTOM_ATTRIBUTES,
                own));
        assertThat(attributes())
                .hasSizeLessThanOrEqualTo(1_024)
                .startsWith(own + ",traceparent=00-" + THEIRS + "-")
                .endsWith(",tracestate=short=%251%202");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=1,x-request-id=other",
                "X-REQUEST-ID=other",
                "a=1;x_request_id=other",
                "a=1,x%2Drequest%2did=other",
                "traceparent=00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01",
                "a=1,trace parent=x",
                "TraceState=a=b",
                "a=\"open",
                "a=1\\"
            })
    void theCallersOwnAttributesNeitherImitateNorTakeInTheGateways(String own) {
        var answer = line.whole(request("POST", "/endpoints/llm/invocations", CallHeaders.CUSTOM_ATTRIBUTES, own));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(line.calls).isEmpty();
    }

    @Test
    void theAttributesNeverOutgrowWhatSageMakerTakes() {
        var members = Arrays.asList(new String[30]);
        for (var i = 0; i < members.size(); i++) {
            members.set(i, "key-" + i + "=" + "% ,".substring(0, 2).repeat(20) + "!");
        }
        line.whole(request(
                "POST",
                "/endpoints/llm/invocations",
                "traceparent",
                "00-" + THEIRS + "-00f067aa0ba902b7-00",
                "tracestate",
                String.join(",", members)));
        assertThat(attributes()).hasSizeBetween(800, 1_024).contains(",tracestate=key-0=%25%20");
    }

    private String attributes() {
        return line.calls
                .getFirst()
                .headers()
                .first(CallHeaders.CUSTOM_ATTRIBUTES)
                .orElseThrow();
    }

    private static final class HeadExit implements StreamExit {
        private Headers head = Headers.none();
        private boolean whole;

        @Override
        public void send(Response response) {
            head = response.headers();
            whole = true;
        }

        @Override
        public void begin(int status, Headers headers) {
            head = headers;
        }

        @Override
        public void write(byte[] piece) {}

        @Override
        public void end() {}

        @Override
        public void abort(String reasonCode) {}
    }
}
