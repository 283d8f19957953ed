package io.sagegate.api;

import io.sagegate.http.Headers;
import io.sagegate.json.JsonObject;
import io.sagegate.policy.ModelAccess;
import io.sagegate.reason.Reason;
import java.util.Optional;

/// An error answer (RFC 9457) with a stable reason code and the request id. A 401 also states how to authenticate
/// (RFC 6750 §3).
///
/// @param detail one sentence about what to do, without names that the caller did not send
/// @param originalStatus the model container's own status, if it failed with one
/// @param code the class of the container's failure, if known, such as `context_length_exceeded`
public record Problem(
        Reason reason,
        Optional<String> detail,
        Optional<Integer> originalStatus,
        Optional<String> code,
        Headers headers) {
    public static Problem of(Reason reason) {
        return new Problem(reason, Optional.empty(), Optional.empty(), Optional.empty(), Headers.none());
    }

    public static Problem of(Reason reason, String detail) {
        return new Problem(reason, Optional.of(detail), Optional.empty(), Optional.empty(), Headers.none());
    }

    /// The problem of a model of which no route may be taken.
    public static Problem of(ModelAccess.Found.None none) {
        return new Problem(none.reason(), none.detail(), Optional.empty(), Optional.empty(), Headers.none());
    }

    /// The reason's title, followed by the detail if there is one.
    static String text(Reason reason, Optional<String> detail) {
        return detail.map(more -> reason.title() + " " + more).orElse(reason.title());
    }

    /// The same problem with another header field.
    public Problem with(String name, String value) {
        return with(Headers.of(name, value));
    }

    /// The same problem with further header fields.
    public Problem with(Headers more) {
        return new Problem(reason, detail, originalStatus, code, headers.with(more));
    }

    public Response response(String requestId) {
        var all = headers.with(Headers.of(
                        "content-type", "application/problem+json",
                        "cache-control", "no-store",
                        "x-amzn-errortype", AwsError.of(reason)))
                .with(challenge());
        var told = reason.status() == 503 && !all.has("retry-after") ? all.with("retry-after", "1") : all;
        return new Response(reason.status(), told, json(requestId));
    }

    private Headers challenge() {
        if (reason.status() != 401 && reason != Reason.AMBIGUOUS_CREDENTIAL) {
            return Headers.none();
        }
        var error = switch (reason) {
            // A request without any credential gets no error code (RFC 6750 §3.1).
            case NO_CREDENTIAL -> "";
            case AMBIGUOUS_CREDENTIAL, UNSUPPORTED_SCHEME -> ", error=\"invalid_request\"";
            default -> ", error=\"invalid_token\", error_description=\"" + reason.title() + "\"";
        };
        return Headers.of("www-authenticate", "Bearer realm=\"sagegate\"" + error);
    }

    byte[] json(String requestId) {
        return JsonObject.utf8(json -> {
            json.writeStringField("type", "urn:sagegate:problem:" + reason.code());
            json.writeStringField("title", reason.title());
            json.writeNumberField("status", reason.status());
            if (detail.isPresent()) {
                json.writeStringField("detail", detail.get());
            }
            json.writeStringField("reason", reason.code());
            json.writeStringField("message", AwsError.message(this));
            if (originalStatus.isPresent()) {
                json.writeNumberField("original_status", originalStatus.get());
                json.writeNumberField(AwsError.ORIGINAL_STATUS, originalStatus.get());
            }
            if (code.isPresent()) {
                json.writeStringField("container_code", code.get());
            }
            json.writeStringField("request_id", requestId);
        });
    }
}
