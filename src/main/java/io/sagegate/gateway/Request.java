package io.sagegate.gateway;

import io.sagegate.http.Headers;
import io.sagegate.identity.IamCaller;
import io.sagegate.policy.Facts;
import io.sagegate.reason.Reason;
import java.time.Instant;
import java.util.Optional;

/// An HTTP request as the gateway sees it, whatever event it came in.
///
/// @param id the id that AWS gave the request
/// @param entry the way in: `function-url`, `http-api`, `rest-api` or `unknown`
/// @param path the path without stage and base path, still encoded
/// @param iam the identity that AWS verified, from the request context only
/// @param traceHeader the value of X-Ray's trace header, or empty
/// @param deadline when the answer must be on its way
/// @param defect why the event could not be turned into a whole request, if it could not
public record Request(
        String id,
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
    Facts facts() {
        var types = headers.all("content-type");
        return new Facts(sourceIp, body.length, types.size() == 1 ? Optional.of(types.getFirst()) : Optional.empty());
    }

    /// The same request with what goes to the model instead of what came.
    Request with(Headers others, byte[] rewritten) {
        return new Request(id, entry, method, path, others, rewritten, sourceIp, iam, traceHeader, deadline, defect);
    }

    /// Neither headers nor body: both may be secret.
    @Override
    public String toString() {
        return "Request[" + id + ", " + body.length + " bytes]";
    }
}
