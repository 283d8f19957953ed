package io.sagegate.aws.call;

import java.util.Map;
import java.util.Optional;

/// Keys that sign a request.
///
/// @param sessionToken comes along with keys that end
public record Credentials(String accessKeyId, String secretAccessKey, Optional<String> sessionToken) {
    /// Where Lambda puts those of a function's role; empty if they are not all there.
    ///
    /// Source: Lambda Developer Guide, "Defined runtime environment variables".
    public static Optional<Credentials> of(Map<String, String> environment) {
        var id = environment.getOrDefault("AWS_ACCESS_KEY_ID", "").strip();
        var secret = environment.getOrDefault("AWS_SECRET_ACCESS_KEY", "").strip();
        var token = Optional.ofNullable(environment.get("AWS_SESSION_TOKEN"))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
        return id.isEmpty() || secret.isEmpty() ? Optional.empty() : Optional.of(new Credentials(id, secret, token));
    }

    /// The key's id only.
    @Override
    public String toString() {
        return "Credentials[" + accessKeyId + "]";
    }
}
