package io.sagegate.identity;

import io.sagegate.http.Headers;
import io.sagegate.reason.Reason;
import java.util.List;
import java.util.Optional;

/// A credential: the one proof of identity that a request offers. Kinds are never merged.
public sealed interface Credential {
    /// A compact JWT, unverified.
    record BearerToken(String token) implements Credential {
        @Override
        public String toString() {
            return "BearerToken[redacted]";
        }
    }

    /// An API key as presented, unverified.
    record PresentedKey(String key) implements Credential {
        @Override
        public String toString() {
            return "PresentedKey[redacted]";
        }
    }

    /// An identity that AWS verified.
    record Iam(IamCaller caller) implements Credential {}

    /// No usable credential, with the reason.
    record Unusable(Reason reason) implements Credential {}

    /// Finds the one credential of a request. Two kinds, or one kind twice, are refused, since a proxy in front may
    /// have checked the other one. One value in both fields is one credential. An empty field is none, since some
    /// clients always send a field of their own.
    static Credential of(Headers headers, Optional<IamCaller> iam) {
        var authorization = given(headers.all("authorization"));
        var apiKeys = given(headers.all("x-api-key"));
        if (authorization.size() > 1 || apiKeys.size() > 1) {
            return new Unusable(Reason.AMBIGUOUS_CREDENTIAL);
        }
        if (!authorization.isEmpty() && (iam.isPresent() || !apiKeys.isEmpty())) {
            authorization =
                    authorization.stream().filter(value -> !isBareScheme(value)).toList();
        }
        if (isSame(authorization, apiKeys)) {
            apiKeys = List.of();
        }
        // The signature that AWS checked stays in the header. It proves nothing unless AWS's own request context
        // names the caller.
        var signature = !authorization.isEmpty() && authorization.getFirst().startsWith("AWS4-");
        if (isSeveral(authorization, signature) || isSeveral(apiKeys, false)) {
            return new Unusable(Reason.AMBIGUOUS_CREDENTIAL);
        }
        var kinds = (iam.isPresent() ? 1 : 0)
                + (authorization.isEmpty() || signature ? 0 : 1)
                + (apiKeys.isEmpty() ? 0 : 1);
        if (kinds > 1 || (signature && !apiKeys.isEmpty())) {
            return new Unusable(Reason.AMBIGUOUS_CREDENTIAL);
        }
        if (iam.isPresent()) {
            return new Iam(iam.get());
        }
        if (!apiKeys.isEmpty()) {
            return new PresentedKey(apiKeys.getFirst());
        }
        if (authorization.isEmpty()) {
            return new Unusable(Reason.NO_CREDENTIAL);
        }
        return signature ? new Unusable(Reason.UNSUPPORTED_SCHEME) : bearer(authorization.getFirst());
    }

    private static List<String> given(List<String> values) {
        return values.isEmpty() || (values.size() == 1 && !values.getFirst().isBlank())
                ? values
                : values.stream().filter(value -> !value.isBlank()).toList();
    }

    private static boolean isBareScheme(String value) {
        return value.strip().equalsIgnoreCase("bearer");
    }

    private static boolean isSame(List<String> authorization, List<String> apiKeys) {
        return authorization.size() == 1
                && apiKeys.size() == 1
                && bearerValue(authorization.getFirst())
                        .filter(apiKeys.getFirst()::equals)
                        .isPresent();
    }

    private static Optional<String> bearerValue(String value) {
        return value.regionMatches(true, 0, "bearer ", 0, "bearer ".length())
                ? Optional.of(value.substring("bearer ".length()))
                : Optional.empty();
    }

    /// API Gateway and Function URLs join repeated header fields with commas, which no token or key has.
    private static boolean isSeveral(List<String> values, boolean signature) {
        return !signature && !values.isEmpty() && values.getFirst().indexOf(',') >= 0;
    }

    private static Credential bearer(String value) {
        if (isBareScheme(value)) {
            return new Unusable(Reason.MALFORMED_TOKEN);
        }
        return bearerValue(value)
                .<Credential>map(token ->
                        token.startsWith(ApiClient.KEY_PREFIX) ? new PresentedKey(token) : new BearerToken(token))
                .orElseGet(() -> new Unusable(Reason.UNSUPPORTED_SCHEME));
    }
}
