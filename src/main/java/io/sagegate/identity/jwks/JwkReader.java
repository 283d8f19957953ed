package io.sagegate.identity.jwks;

import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.io.DeserializationException;
import io.jsonwebtoken.security.Jwks;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import java.math.BigInteger;
import java.security.Key;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a JWK set. It skips each key that must not verify a token, and keeps the others.
///
/// Sources: RFC 7517; RFC 7518 §6; RFC 8037; RFC 8725 §3.2.
public final class JwkReader {
    private static final int MAX_KEYS = 100;
    private static final int MIN_RSA_BITS = 2_048;
    private static final int MAX_RSA_BITS = 8_192;
    private static final BigInteger MIN_EXPONENT = BigInteger.valueOf(3);
    private static final BigInteger MAX_EXPONENT = BigInteger.ONE.shiftLeft(32);
    private static final Set<String> PRIVATE_MEMBERS = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

    /// A public key, its id if it has one, and the algorithms it may verify.
    record Jwk(Optional<String> keyId, PublicKey key, Set<String> algorithms) {}

    private JwkReader() {}

    public static List<Jwk> read(byte[] jwks) throws JsonException {
        if (!(Json.readObject(jwks, JsonLimits.IDENTITY).get("keys") instanceof List<?> members)) {
            throw new JsonException("no array named keys");
        }
        if (members.size() > MAX_KEYS) {
            throw new JsonException("more than " + MAX_KEYS + " keys");
        }
        var keys = new ArrayList<Jwk>();
        for (var member : members) {
            if (member instanceof Map<?, ?> map) {
                key(map).ifPresent(keys::add);
            }
        }
        return keys.stream().distinct().toList();
    }

    private static Optional<Jwk> key(Map<?, ?> jwk) {
        var keyId = Optional.ofNullable(jwk.get("kid"));
        if (!keyId.stream().allMatch(String.class::isInstance)
                || (keyId.isEmpty() && jwk.containsKey("kid"))
                || !mayVerify(jwk)) {
            return Optional.empty();
        }
        var algorithms = algorithms(jwk);
        if (algorithms.isEmpty()) {
            return Optional.empty();
        }
        try {
            return material(jwk) instanceof PublicKey key && isStrong(key)
                    ? Optional.of(new Jwk(keyId.map(String.class::cast), key, algorithms))
                    : Optional.empty();
        } catch (JwtException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean mayVerify(Map<?, ?> jwk) {
        if (jwk.containsKey("use") && !"sig".equals(jwk.get("use"))) {
            return false;
        }
        if (jwk.containsKey("key_ops")
                && !(jwk.get("key_ops") instanceof List<?> operations && operations.contains("verify"))) {
            return false;
        }
        return PRIVATE_MEMBERS.stream().noneMatch(jwk::containsKey);
    }

    /// The algorithms that the key's type and curve can verify. If the key has an `alg`, only that one is left.
    private static Set<String> algorithms(Map<?, ?> jwk) {
        var possible = switch (text(jwk, "kty") + " " + text(jwk, "crv")) {
            case "RSA " -> Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512");
            case "EC P-256" -> Set.of("ES256");
            case "EC P-384" -> Set.of("ES384");
            case "EC P-521" -> Set.of("ES512");
            case "OKP Ed25519" -> Set.of("EdDSA");
            default -> Set.<String>of();
        };
        if (!jwk.containsKey("alg")) {
            return possible;
        }
        return jwk.get("alg") instanceof String algorithm && possible.contains(algorithm)
                ? Set.of(algorithm)
                : Set.of();
    }

    private static String text(Map<?, ?> jwk, String name) {
        return jwk.get(name) instanceof String text ? text : "";
    }

    private static @Nullable Key material(Map<?, ?> jwk) {
        // Only the key's own members go to jjwt, which would also judge x5c and others that the gateway ignores.
        var members = new LinkedHashMap<String, @Nullable Object>();
        for (var name : List.of("kty", "crv", "n", "e", "x", "y")) {
            if (jwk.get(name) instanceof String value) {
                members.put(name, value);
            }
        }
        return Jwks.parser()
                .json(new FixedDeserializer(members))
                .build()
                .parse("{}")
                .toKey();
    }

    private static boolean isStrong(PublicKey key) {
        if (!(key instanceof RSAPublicKey rsa)) {
            return true;
        }
        var bits = rsa.getModulus().bitLength();
        var exponent = rsa.getPublicExponent();
        return bits >= MIN_RSA_BITS
                && bits <= MAX_RSA_BITS
                && exponent.testBit(0)
                && exponent.compareTo(MIN_EXPONENT) >= 0
                && exponent.compareTo(MAX_EXPONENT) < 0
                && !WeakRsa.hasRocaFingerprint(rsa.getModulus());
    }

    /// Hands jjwt a map that this class has read already.
    private record FixedDeserializer(Map<String, @Nullable Object> members)
            implements io.jsonwebtoken.io.Deserializer<Map<String, ?>> {
        @Override
        @Deprecated
        public Map<String, ?> deserialize(byte[] bytes) throws DeserializationException {
            return members;
        }

        @Override
        public Map<String, ?> deserialize(java.io.Reader reader) {
            return members;
        }
    }
}
