package io.sagegate.aws.call;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// AWS credentials that sign a request.
///
/// @param sessionToken comes with temporary keys only
public record Credentials(String accessKeyId, String secretAccessKey, Optional<String> sessionToken) {
    /// The characters of keys and session tokens. None of them is escaped in XML, and a header field may hold each.
    private static final Pattern VALUE = Pattern.compile("[\\w/+=.:-]+");

    /// Whether a text that came from outside may be a key or a session token.
    public static boolean isValue(String text) {
        return VALUE.matcher(text).matches();
    }

    /// Reads the credentials of a function's role from its environment. Empty if one of the variables is missing.
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

    /// Shows the access key's id only.
    @Override
    public String toString() {
        return "Credentials[" + accessKeyId + "]";
    }
}
