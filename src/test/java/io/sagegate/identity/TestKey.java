package io.sagegate.identity;

import io.sagegate.local.witness.Witness;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/// A signing key of an issuer, by the JDK's own providers: nothing of what is under test.
public record TestKey(String id, String algorithm, KeyPair pair) {
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    public static TestKey of(String id, String algorithm) {
        return switch (algorithm) {
            case "ES256" -> make(id, algorithm, "EC", "secp256r1");
            case "ES384" -> make(id, algorithm, "EC", "secp384r1");
            case "ES512" -> make(id, algorithm, "EC", "secp521r1");
            case "EdDSA" -> make(id, algorithm, "Ed25519", "");
            default -> rsa(id, algorithm, 2_048);
        };
    }

    public static TestKey rsa(String id, String algorithm, int bits) {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return new TestKey(id, algorithm, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TestKey make(String id, String algorithm, String kind, String curve) {
        try {
            var generator = KeyPairGenerator.getInstance(kind);
            if (!curve.isEmpty()) {
                generator.initialize(new ECGenParameterSpec(curve));
            }
            return new TestKey(id, algorithm, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public TestKey named(String otherId) {
        return new TestKey(otherId, algorithm, pair);
    }

    public TestKey as(String otherAlgorithm) {
        return new TestKey(id, otherAlgorithm, pair);
    }

    /// The public key as a JWK with these further members (`,"name":value`).
    public String jwk(String further) {
        var material = switch (pair.getPublic()) {
            case RSAPublicKey rsa ->
                "\"kty\":\"RSA\",\"n\":\"" + number(rsa.getModulus(), 0) + "\",\"e\":\""
                        + number(rsa.getPublicExponent(), 0) + "\"";
            case ECPublicKey ec -> {
                var size = (ec.getParams().getCurve().getField().getFieldSize() + 7) / 8;
                var curve = size == 32 ? "P-256" : size == 48 ? "P-384" : "P-521";
                yield "\"kty\":\"EC\",\"crv\":\"" + curve + "\",\"x\":\""
                        + number(ec.getW().getAffineX(), size) + "\",\"y\":\""
                        + number(ec.getW().getAffineY(), size) + "\"";
            }
            case EdECPublicKey ed -> "\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + edwards(ed) + "\"";
            default -> throw new IllegalStateException();
        };
        return "{" + material + ",\"kid\":\"" + id + "\"" + further + "}";
    }

    public String jwk() {
        return jwk(",\"use\":\"sig\",\"alg\":\"" + algorithm + "\"");
    }

    public static byte[] set(String... jwks) {
        return ("{\"keys\":[" + String.join(",", jwks) + "]}").getBytes(StandardCharsets.UTF_8);
    }

    /// A compact JWS over exactly these bytes of JSON.
    public String sign(String header, String payload) {
        var input = part(header) + "." + part(payload);
        var token = input + "." + BASE64URL.encodeToString(signature(input));
        Witness.current().secret("token", token);
        return token;
    }

    public String sign(String payload) {
        return sign("{\"alg\":\"" + algorithm + "\",\"kid\":\"" + id + "\",\"typ\":\"JWT\"}", payload);
    }

    byte[] signature(String input) {
        try {
            var signature = Signature.getInstance(jcaName());
            if (algorithm.startsWith("PS")) {
                var bits = Integer.parseInt(algorithm.substring(2));
                var hash = "SHA-" + bits;
                signature.setParameter(new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), bits / 8, 1));
            }
            signature.initSign(pair.getPrivate());
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String jcaName() {
        var bits = algorithm.substring(2);
        return switch (algorithm.substring(0, 2)) {
            case "RS" -> "SHA" + bits + "withRSA";
            case "PS" -> "RSASSA-PSS";
            case "ES" -> "SHA" + bits + "withECDSAinP1363Format";
            default -> "Ed25519";
        };
    }

    static String part(String text) {
        return BASE64URL.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String number(BigInteger value, int size) {
        var bytes = value.toByteArray();
        var from = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
        var magnitude = Arrays.copyOfRange(bytes, from, bytes.length);
        var padded = new byte[Math.max(size, magnitude.length)];
        System.arraycopy(magnitude, 0, padded, padded.length - magnitude.length, magnitude.length);
        return BASE64URL.encodeToString(padded);
    }

    /// RFC 8032 §5.1.2: y, little end first, with the sign of x in the last bit.
    private static String edwards(EdECPublicKey key) {
        var y = key.getPoint().getY().toByteArray();
        var encoded = new byte[32];
        for (var i = 0; i < Math.min(y.length, 32); i++) {
            encoded[i] = y[y.length - 1 - i];
        }
        if (key.getPoint().isXOdd()) {
            encoded[31] |= (byte) 0x80;
        }
        return BASE64URL.encodeToString(encoded);
    }
}
