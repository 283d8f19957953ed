package io.sagegate.audit.protocol;

import io.sagegate.audit.chain.ChainLine;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import io.sagegate.json.Members;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The facts of an audit line that the rules look at.
///
/// @param attempt whether the line says that a model is about to be called; else it is a completion
/// @param arrived when the request arrived, in milliseconds since the epoch
/// @param written when the line was written
/// @param caller issuer, kind and subject in one text
/// @param asked what all lines of a request state alike, in one text
/// @param status the answer's status; 0 in an attempt
/// @param tokens all tokens that the line states
/// @param assumed whether the tokens are an estimate of an answer that nobody saw
/// @param cost in billionths of a US dollar
record RecordLine(
        String chain,
        long sequence,
        String request,
        long arrived,
        long written,
        boolean attempt,
        boolean allowed,
        String reason,
        String caller,
        String asked,
        String operation,
        boolean byName,
        String grant,
        OptionalLong revision,
        long status,
        List<Use> uses,
        OptionalLong tokens,
        boolean assumed,
        OptionalLong cost,
        Optional<Async> async) {
    private static final String OWN = "answered";

    /// One limit, as the line states it.
    ///
    /// @param limit its text and scope
    record Use(String limit, String unit, long charged, boolean refused, OptionalLong total, OptionalLong left) {
        /// Whether a call may use less or more of it than was held.
        boolean settles() {
            return unit.equals("tokens") || unit.equals("nano_dollars");
        }
    }

    /// The step of an asynchronous call.
    record Async(String step, String id, String request, String upload) {}

    /// Reads a line; empty for lines of another kind, or that cannot be read. Log exports put a time in front.
    static Optional<RecordLine> read(byte[] line) {
        var start = ChainLine.start(line, line.length);
        if (start < 0) {
            return Optional.empty();
        }
        try {
            var bytes = start == 0 ? line : Arrays.copyOfRange(line, start, line.length);
            return Optional.of(of(new Members(Json.readObject(bytes, JsonLimits.IDENTITY))));
        } catch (JsonException | NumberFormatException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static RecordLine of(Members line) {
        var arrived = line.whole("time").orElse(0);
        var path = line.text("http_request/url/path");
        var caller = line.text("actor/idp/name") + " " + line.text("unmapped/principal_kind") + " "
                + line.text("actor/user/uid");
        var asked = String.join(
                " ",
                Long.toString(arrived),
                line.text("http_request/http_method"),
                path,
                line.text("http_request/body_length"),
                line.text("unmapped/request_sha256"),
                line.text("unmapped/request_hmac_sha256"),
                line.text("src_endpoint/ip"),
                caller);
        return new RecordLine(
                line.text("unmapped/chain/id"),
                line.whole("unmapped/chain/sequence").orElse(-1),
                line.text("unmapped/request"),
                arrived,
                arrived + line.whole("duration").orElse(0),
                line.text("unmapped/phase").equals("attempt"),
                line.whole("action_id").orElse(0) == 1,
                line.text("status_code"),
                caller,
                asked,
                line.text("api/operation"),
                path.contains("/v1/"),
                line.text("policy/uid"),
                number(line.text("policy/version")),
                line.whole("http_response/code").orElse(0),
                line.each("unmapped/limits").stream().map(RecordLine::use).toList(),
                line.whole("message_context/total_tokens"),
                line.text("unmapped/tokens_source").equals("assumed"),
                nanoDollars(line.text("unmapped/cost_usd")),
                async(line));
    }

    private static Use use(Members use) {
        return new Use(
                use.text("limit") + " per " + use.text("scope"),
                use.text("unit"),
                use.whole("charged").orElse(0),
                use.text("refused").equals("true"),
                use.whole("total"),
                use.whole("left"));
    }

    private static Optional<Async> async(Members line) {
        var step = line.text("unmapped/async/step");
        return step.isEmpty()
                ? Optional.empty()
                : Optional.of(new Async(
                        step,
                        line.text("unmapped/async/id"),
                        line.text("unmapped/async/request"),
                        line.text("unmapped/async/upload")));
    }

    private static OptionalLong number(String text) {
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    }

    private static OptionalLong nanoDollars(String text) {
        return text.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(new BigDecimal(text).movePointRight(9).longValueExact());
    }

    /// Whether the gateway answered by itself.
    boolean isOwn() {
        return reason.equals(OWN);
    }

    boolean isStep(String step) {
        return async.filter(call -> call.step().equals(step)).isPresent();
    }

    /// Whether the line completes a call that reached a model.
    boolean endsCall() {
        return !attempt && allowed && !isOwn() && !isStep("upload") && !isStep("result");
    }
}
