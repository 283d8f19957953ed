package io.sagegate.identity;

import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A compact JWS, parsed but not verified. Its base64url is canonical, its JSON strict, and its header asks for no
/// unsupported feature. `jku`, `jwk`, `x5u`, `x5c` and every other header are never looked at.
///
/// Sources: RFC 7515 §3.1, §4.1; RFC 7519 §5; RFC 7797 §6; RFC 8725 §3.1, §3.10, §3.11.
final class CompactJws {
    /// Characters of the longest token accepted: API Gateway takes 10,240 bytes in all headers together.
    static final int MAX_LENGTH = 16_384;

    private static final int MAX_KEY_ID = 512;
    private static final Set<String> ACCESS_TOKEN_TYPES = Set.of("at+jwt", "application/at+jwt");
    private static final Set<String> PLAIN_TYPES = Set.of("jwt", "application/jwt");

    // Headers that are refused. `crit`, `b64` and `zip` change the verified text; `cty` JWT is a nested token;
    // `enc` is a JWE.
    private static final Set<String> REFUSED_HEADERS = Set.of("crit", "b64", "zip", "enc", "cty");

    /// The reason why a token was not parsed.
    static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;
        private final boolean unsupported;

        Refusal(boolean unsupported) {
            super(unsupported ? "unsupported token" : "malformed token", null, false, false);
            this.unsupported = unsupported;
        }

        /// Whether the token is well formed, but uses a feature that is not accepted.
        boolean unsupported() {
            return unsupported;
        }
    }

    private final String signingInput;
    private final byte[] signature;
    private final String algorithm;
    private final Optional<String> keyId;
    private final boolean accessToken;
    private final Map<String, @Nullable Object> claims;

    private CompactJws(
            String signingInput,
            byte[] signature,
            Map<String, @Nullable Object> header,
            Map<String, @Nullable Object> claims)
            throws Refusal {
        this.signingInput = signingInput;
        this.signature = signature;
        this.accessToken = isAccessToken(header);
        this.algorithm = algorithm(header);
        this.keyId = keyId(header);
        this.claims = claims;
    }

    /// Reads a payload.
    @FunctionalInterface
    interface Payload {
        Map<String, @Nullable Object> read(byte[] bytes) throws Refusal;
    }

    static CompactJws parse(String token) throws Refusal {
        return parse(token, CompactJws::object);
    }

    static CompactJws parse(String token, Payload payloads) throws Refusal {
        if (token.length() > MAX_LENGTH) {
            throw new Refusal(false);
        }
        var first = token.indexOf('.');
        var second = token.indexOf('.', first + 1);
        if (first < 1 || second < first + 2 || second == token.length() - 1) {
            throw new Refusal(false);
        }
        if (token.indexOf('.', second + 1) >= 0) {
            // A token of five parts is a JWE.
            throw new Refusal(token.chars().filter(c -> c == '.').count() == 4);
        }
        var header = decode(token.substring(0, first));
        var payload = decode(token.substring(first + 1, second));
        var signature = decode(token.substring(second + 1));
        return new CompactJws(token.substring(0, second), signature, object(header), payloads.read(payload));
    }

    private static boolean isAccessToken(Map<String, @Nullable Object> header) throws Refusal {
        for (var name : REFUSED_HEADERS) {
            if (header.containsKey(name)) {
                throw new Refusal(true);
            }
        }
        if (!header.containsKey("typ")) {
            return false;
        }
        var type = header.get("typ") instanceof String text ? text.toLowerCase(Locale.ROOT) : "";
        if (!ACCESS_TOKEN_TYPES.contains(type) && !PLAIN_TYPES.contains(type)) {
            throw new Refusal(true);
        }
        return ACCESS_TOKEN_TYPES.contains(type);
    }

    private static String algorithm(Map<String, @Nullable Object> header) throws Refusal {
        if (header.get("alg") instanceof String algorithm) {
            return algorithm;
        }
        throw new Refusal(false);
    }

    private static Optional<String> keyId(Map<String, @Nullable Object> header) throws Refusal {
        if (!header.containsKey("kid")) {
            return Optional.empty();
        }
        if (header.get("kid") instanceof String kid && !kid.isEmpty() && kid.length() <= MAX_KEY_ID) {
            return Optional.of(kid);
        }
        throw new Refusal(false);
    }

    private static Map<String, @Nullable Object> object(byte[] json) throws Refusal {
        try {
            return Json.readObject(json, JsonLimits.IDENTITY);
        } catch (JsonException e) {
            throw new Refusal(false);
        }
    }

    private static byte[] decode(String part) throws Refusal {
        try {
            var bytes = Base64.getUrlDecoder().decode(part);
            // The decoder accepts padding and stray low bits. Two texts for one token would then be two cache keys.
            if (Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // The refusal below reports it, without the input.
        }
        throw new Refusal(false);
    }

    /// Whether the key's signature covers exactly these two parts, by the algorithm that the header names.
    boolean isSignedBy(PublicKey key) {
        return JwsSignature.holds(signingInput, signature, algorithm, key);
    }

    /// The `alg` header.
    String algorithm() {
        return algorithm;
    }

    /// The `kid` header, if there is one.
    Optional<String> keyId() {
        return keyId;
    }

    /// Whether the `typ` header says that this is an access token (RFC 9068 §2.1).
    boolean isAccessToken() {
        return accessToken;
    }

    /// The payload. No claim of it may be believed before the signature was checked.
    Map<String, @Nullable Object> claims() {
        return claims;
    }

    Optional<String> issuer() {
        return claims.get("iss") instanceof String issuer ? Optional.of(issuer) : Optional.empty();
    }
}
