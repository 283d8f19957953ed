package io.sagegate.api;

import io.sagegate.http.Headers;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import io.sagegate.json.JsonText;
import io.sagegate.policy.Facts;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicySyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Set;

/// A caller's description of an input that it wants to upload.
///
/// @param length in bytes
/// @param sha256 of the content, in lower-case hex
public record UploadRequest(String contentType, long length, String sha256) {
    private static final JsonLimits BOUNDS = new JsonLimits(4_096, 2, 18);
    private static final long LARGEST = 1_000_000_000_000L;

    /// Empty where the body is not of this form.
    public static Optional<UploadRequest> of(byte[] body) {
        try {
            var node = new PolicyNode(Json.readObject(body, BOUNDS), "")
                    .onlyMembers(Set.of("contentType", "length", "sha256"));
            var read = new UploadRequest(
                    node.member("contentType").text(),
                    node.member("length").whole(-1, 1, LARGEST),
                    node.member("sha256").text());
            return read.isSound() ? Optional.of(read) : Optional.empty();
        } catch (JsonException | PolicySyntaxException e) {
            return Optional.empty();
        }
    }

    private boolean isSound() {
        return length > 0 && contentType.matches("[!-~][ -~]{0,127}") && sha256.matches("[0-9a-f]{64}");
    }

    /// The facts that conditions of the policy may look at.
    public Facts facts(String sourceIp) {
        return new Facts(sourceIp, length, Optional.of(contentType));
    }

    /// The answer: where to put it, with which fields, and how to name it in the call.
    public static Response offered(String address, Headers fields, String location, long seconds) {
        var sent = new LinkedHashMap<String, Object>();
        fields.forEach(sent::put);
        var members = new LinkedHashMap<String, Object>();
        members.put("method", "PUT");
        members.put("url", address);
        members.put("headers", sent);
        members.put("inputLocation", location);
        members.put("expiresInSeconds", seconds);
        return new Response(
                201,
                Headers.of("content-type", "application/json", "cache-control", "no-store"),
                JsonText.of(members).getBytes(StandardCharsets.UTF_8));
    }
}
