package io.sagegate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sagegate.identity.jwks.JwkReader;
import io.sagegate.identity.jwks.KeySet;
import io.sagegate.json.JsonException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.interfaces.RSAPrivateKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Public test vectors of the Wycheproof project (see `wycheproof/README.md` in the test resources).
///
/// Their payloads are no claims, so the tests stop after the signature: everything before it is the verifier's own.
@Execution(ExecutionMode.CONCURRENT)
final class WycheproofTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode read(String file) throws IOException {
        try (var in = WycheproofTest.class.getResourceAsStream("/wycheproof/" + file)) {
            return JSON.readTree(in);
        }
    }

    /// Whether the verifier would believe the signature, with a key set of this group's keys.
    private static boolean holds(JsonNode group, JsonNode test) {
        try {
            var keys = group.has("public") ? group.path("public") : group.path("private");
            var set = keys.has("keys")
                    ? keys
                    : JSON.createObjectNode().set("keys", JSON.createArrayNode().add(keys));
            var usable = new KeySet(JwkReader.read(set.toString().getBytes(StandardCharsets.UTF_8)), Instant.EPOCH);
            var token = test.path("jws").isTextual()
                    ? test.path("jws").asText()
                    : test.path("jws").toString();
            var jws = CompactJws.parse(token, _ -> new TreeMap<String, @Nullable Object>());
            return TrustedIssuer.SUPPORTED_ALGORITHMS.contains(jws.algorithm())
                    && usable.find(jws.keyId(), jws.algorithm())
                            .filter(jws::isSignedBy)
                            .isPresent();
        } catch (CompactJws.Refusal | JsonException e) {
            return false;
        }
    }

    @Test
    void requirement2NoInvalidSignatureHoldsAndEveryValidOneOfAConfigurableKindDoes() throws IOException {
        var accepted = 0;
        var total = 0;
        var wronglyAccepted = new ArrayList<String>();
        var refusedThoughValid = new TreeMap<String, Integer>();
        for (var group : read("json_web_signature_test.json").path("testGroups")) {
            for (var test : group.path("tests")) {
                total++;
                var valid = test.path("result").asText().equals("valid");
                var holds = holds(group, test);
                if (holds && !valid) {
                    wronglyAccepted.add(test.toString());
                } else if (holds) {
                    accepted++;
                } else if (valid) {
                    refusedThoughValid.merge(why(group, test), 1, Integer::sum);
                }
            }
        }
        assertThat(total).isEqualTo(401);
        assertThat(wronglyAccepted).isEmpty();
        assertThat(accepted).isEqualTo(26);
        assertThat(refusedThoughValid)
                .isEqualTo(Map.of(
                        "a symmetric algorithm", 10,
                        "no payload", 6,
                        "a key whose alg is another or no registered algorithm", 4));
    }

    private static String why(JsonNode group, JsonNode test) {
        var key = group.has("public") ? group.path("public") : group.path("private");
        if (key.path("kty").asText().equals("oct")) {
            return "a symmetric algorithm";
        }
        return test.path("jws").asText().contains("..")
                ? "no payload"
                : "a key whose alg is another or no registered algorithm";
    }

    @Test
    void requirement3NoUnfitKeyVerifiesAnything() throws IOException {
        var accepted = new ArrayList<Integer>();
        var total = 0;
        for (var group : read("json_web_key_test.json").path("testGroups")) {
            for (var test : group.path("tests")) {
                total++;
                if (holds(group, test)) {
                    accepted.add(test.path("tcId").asInt());
                }
            }
        }
        assertThat(total).isEqualTo(26);
        // The one valid asymmetric vector; the five others that are valid are HMAC's.
        assertThat(accepted).containsExactly(5);
    }

    @Test
    void requirement2NoMalformedPaddingHoldsOverFreshClaims() throws Exception {
        var issuer = TestIssuer.signing("RS256");
        var input = TestKey.part(issuer.header()) + "." + TestKey.part(TestIssuer.json(TestIssuer.claims()));
        assertThat(issuer.verify(resigned(issuer.key, input, wellPadded())))
                .as("control")
                .isEqualTo("ok");
        var outcomes = new TreeMap<String, List<Integer>>();
        for (var template : read("pkcs1_padding_templates.json")) {
            var outcome = issuer.verify(resigned(issuer.key, input, template));
            outcomes.computeIfAbsent(outcome, _ -> new ArrayList<>())
                    .add(template.path("tcId").asInt());
        }
        assertThat(outcomes).containsOnlyKeys("invalid_signature");
        assertThat(outcomes.get("invalid_signature")).hasSize(213);
    }

    /// EMSA-PKCS1-v1_5 (RFC 8017 §9.2) as it should be.
    private static JsonNode wellPadded() {
        var prefix = "003031300d060960864801650304020105000420";
        var padded = "0001" + "ff".repeat(256 - 2 - prefix.length() / 2 - 32) + prefix + "00".repeat(32);
        return JSON.createObjectNode()
                .put("em", padded)
                .put("hash", "sha256")
                .put("at", 224)
                .put("len", 32);
    }

    /// The template's padding around this token's own hash, signed with the raw key.
    private static String resigned(TestKey key, String input, JsonNode template) throws GeneralSecurityException {
        var padded = HexFormat.of().parseHex(template.path("em").asText());
        if (template.has("at")) {
            var name = template.path("hash").asText().replace("sha", "SHA-");
            var hash = MessageDigest.getInstance(name).digest(input.getBytes(StandardCharsets.US_ASCII));
            System.arraycopy(
                    hash,
                    0,
                    padded,
                    template.path("at").asInt(),
                    template.path("len").asInt(hash.length));
        }
        var secret = (RSAPrivateKey) key.pair().getPrivate();
        var number = new BigInteger(1, padded).modPow(secret.getPrivateExponent(), secret.getModulus());
        var bytes = number.toByteArray();
        var signature = new byte[256];
        var length = Math.min(bytes.length, 256);
        System.arraycopy(bytes, bytes.length - length, signature, 256 - length, length);
        return input + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }
}
