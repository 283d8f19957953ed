package io.sagegate.api;

import io.sagegate.http.Headers;
import io.sagegate.identity.IamCaller;
import io.sagegate.policy.Action;
import io.sagegate.policy.Facts;
import io.sagegate.reason.Reason;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// An HTTP request as the gateway sees it, whatever event it came in.
///
/// @param id the id of the function's invocation, which no caller can choose
/// @param eventId the id that the event says it has, to find it in other logs; a REST API lets callers choose it
/// @param entry the way in: `function-url`, `http-api`, `rest-api` or `unknown`
/// @param path the path without stage and base path, still encoded
/// @param iam the identity that AWS verified, from the request context only
/// @param traceHeader the value of X-Ray's trace header, or empty
/// @param deadline when the answer must be on its way
/// @param defect why the event could not be turned into a whole request, if it could not
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
    /// What conditions of the policy may look at.
    ///
    /// @param contentType what the model will be told that the body is
    public Facts facts(Action action, Optional<String> contentType) {
        var elsewhere = action == Action.INVOKE_ASYNC && headers.has(CallHeaders.INPUT_LOCATION);
        var size = elsewhere ? OptionalLong.empty() : OptionalLong.of(body.length);
        return new Facts(sourceIp, size, contentType);
    }

    /// The same for a way in that has one field only for the media type.
    public Facts facts() {
        var types = headers.all("content-type");
        return new Facts(sourceIp, body.length, types.size() == 1 ? Optional.of(types.getFirst()) : Optional.empty());
    }

    /// The same request with what goes to the model instead of what came.
    Request with(Headers others, byte[] rewritten) {
        return new Request(
                id, eventId, entry, method, path, others, rewritten, sourceIp, iam, traceHeader, deadline, defect);
    }

    /// Neither headers nor body: both may be secret.
    @Override
    public String toString() {
        return "Request[" + id + ", " + body.length + " bytes]";
    }
}
