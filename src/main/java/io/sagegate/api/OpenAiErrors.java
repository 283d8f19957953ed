package io.sagegate.api;

import io.sagegate.json.JsonText;
import io.sagegate.reason.Reason;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Problems in the form that OpenAI's clients read. These clients decide by the status whether to try again. They
/// choose the exception by `type` and `code`.
///
/// Source: OpenAI API reference, "Error codes"; the retry rules of OpenAI's own client libraries.
final class OpenAiErrors {
    private OpenAiErrors() {}

    /// Turns a problem into a response with OpenAI's error object.
    static Response response(Problem problem, String requestId) {
        var plain = problem.response(requestId);
        var status = status(problem.reason(), problem.originalStatus());
        var headers = plain.headers().with("content-type", "application/json");
        var retryable = (status == 429 || status == 503) && problem.reason() == Reason.MODEL_ERROR;
        return new Response(
                status,
                retryable ? headers.with("retry-after", "1") : headers,
                body(problem.reason(), status, problem.detail(), problem.code(), requestId));
    }

    /// The error object at the end of a stream that breaks.
    static byte[] body(Reason reason, String requestId) {
        return body(reason, status(reason, Optional.empty()), Optional.empty(), Optional.empty(), requestId);
    }

    /// Keeps the meaning of a container's failure. Busy stays retryable, a refused request is the client's fault, and
    /// any other failure is the server's.
    private static int status(Reason reason, Optional<Integer> originalStatus) {
        return switch (reason) {
            case MODEL_ERROR ->
                switch (originalStatus.orElse(500)) {
                    case 400, 404, 405, 409, 411, 413, 415, 416, 422 -> 400;
                    case 429 -> 429;
                    case 503 -> 503;
                    default -> 502;
                };
            case MODEL_STREAM_ERROR -> 502;
            default -> reason.status();
        };
    }

    private static byte[] body(
            Reason reason, int status, Optional<String> detail, Optional<String> code, String requestId) {
        var error = new LinkedHashMap<String, @Nullable Object>();
        error.put("message", Problem.text(reason, detail));
        error.put("type", type(status));
        error.put("param", reason == Reason.NO_SUCH_MODEL ? "model" : null);
        error.put("code", code.orElse(reason.code()));
        error.put("request_id", requestId);
        return JsonText.of(Map.of("error", error)).getBytes(StandardCharsets.UTF_8);
    }

    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 429 -> "rate_limit_error";
            default -> status < 500 ? "invalid_request_error" : "server_error";
        };
    }
}
