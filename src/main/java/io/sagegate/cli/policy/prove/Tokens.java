package io.sagegate.cli.policy.prove;

import io.sagegate.identity.RequiredClaim;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The claims that a token of an issuer can have.
final class Tokens {
    private Tokens() {}

    /// The claims with those that the issuer requires; empty where no such token passes.
    static Optional<Map<String, @Nullable Object>> claims(
            Map<String, Object> wanted, Map<String, RequiredClaim> required) {
        var claims = new LinkedHashMap<String, @Nullable Object>();
        // A list of one and its element are judged alike, and a required claim is never a list.
        wanted.forEach((name, value) ->
                claims.put(name, value instanceof List<?> list && list.size() == 1 ? list.getFirst() : value));
        for (var entry : required.entrySet()) {
            var claim = claims.computeIfAbsent(entry.getKey(), _ -> value(entry.getValue()));
            if (!entry.getValue().isMetBy(claim)) {
                return Optional.empty();
            }
        }
        return Optional.of(claims);
    }

    private static Object value(RequiredClaim required) {
        return switch (required) {
            case RequiredClaim.Text(var text) -> text;
            case RequiredClaim.Flag(var flag) -> flag;
            case RequiredClaim.Numeric(var number) -> number;
            case RequiredClaim.AnyText _ -> "some text";
        };
    }
}
