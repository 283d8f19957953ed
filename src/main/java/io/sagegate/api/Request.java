package io.sagegate.api;

import io.sagegate.http.Headers;
import io.sagegate.identity.IamCaller;
import io.sagegate.policy.Action;
import io.sagegate.policy.Facts;
import io.sagegate.reason.Reason;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// An HTTP request, independent of the kind of event that carried it.
///
/// @param id the id of the function's invocation, which no caller can choose
/// @param eventId the id that the event states, for finding it in other logs; a REST API lets callers choose it
/// @param entry the kind of event source: `function-url`, `http-api`, `rest-api` or `unknown`
/// @param path the path without stage and base path, still encoded
/// @param iam the identity that AWS verified, from the request context only
/// @param traceHeader the value of X-Ray's trace header, or empty
/// @param deadline when the answer must be on its way
/// @param defect the reason why the event is not a whole request, if it is not
public record Request(
        String id,
        Optional<String> eventId,
        String entry,
        String method,
        String path,
        Headers headers,
        byte[] body,
        String sourceIp,
        Optional<IamCaller> iam,
        String traceHeader,
        Instant deadline,
        Optional<Reason> defect) {
    /// The facts that the policy's conditions check.
    ///
    /// @param contentType the media type of the body, as the model gets it
    public Facts facts(Action action, Optional<String> contentType) {
        var elsewhere = action == Action.INVOKE_ASYNC && headers.has(CallHeaders.INPUT_LOCATION);
        var size = elsewhere ? OptionalLong.empty() : OptionalLong.of(body.length);
        return new Facts(sourceIp, size, contentType);
    }

    /// The facts of a request whose media type is in the usual field.
    public Facts facts() {
        var types = headers.all("content-type");
        return new Facts(sourceIp, body.length, types.size() == 1 ? Optional.of(types.getFirst()) : Optional.empty());
    }

    /// The same request with the header fields and body that go to the model.
    Request with(Headers others, byte[] rewritten) {
        return new Request(
                id, eventId, entry, method, path, others, rewritten, sourceIp, iam, traceHeader, deadline, defect);
    }

    /// Shows neither headers nor body: both may be secret.
    @Override
    public String toString() {
        return "Request[" + id + ", " + body.length + " bytes]";
    }
}
