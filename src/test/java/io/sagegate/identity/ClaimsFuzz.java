package io.sagegate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sagegate.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// A header on the first line and claims after it, both signed: what is accepted, another reader of JSON finds
/// acceptable too.
public final class ClaimsFuzz implements FuzzTarget {
    private static final Set<String> FORBIDDEN = Set.of("crit", "b64", "zip", "enc", "cty");
    private final TestIssuer issuer = TestIssuer.signing("ES256");
    private final ObjectMapper other = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    @Override
    public void accept(byte[] input) throws Exception {
        var text = new String(input, StandardCharsets.UTF_8).split("\n", 2);
        var payload = text.length > 1 ? text[1] : "{}";
        if (!issuer.verify(issuer.key.sign(text[0], payload)).equals("ok")) {
            return;
        }
        var header = other.readTree(text[0]);
        assertThat(header.path("alg").textValue()).isEqualTo("ES256");
        // A token that names no key is checked against the only one.
        assertThat(header.has("kid") ? header.path("kid").textValue() : "k1").isEqualTo("k1");
        assertThat(FORBIDDEN).noneMatch(header::has);
        var claims = other.readTree(payload);
        assertThat(claims.path("iss").textValue()).isEqualTo(TestIssuer.ISSUER);
        assertThat(claims.path("exp").isNumber()).isTrue();
        assertThat(claims.path("exp").asDouble()).isGreaterThan(TestIssuer.NOW - 60);
        assertThat(claims.path("nbf").asDouble()).isLessThanOrEqualTo(TestIssuer.NOW + 60);
        assertThat(claims.path("iat").asDouble()).isLessThanOrEqualTo(TestIssuer.NOW + 60);
        assertThat(claims.path("sub").isTextual()).isTrue();
        assertThat(claims.path("aud").toString()).contains('"' + TestIssuer.AUDIENCE + '"');
        assertThat(claims.has("cnf")).isFalse();
    }
}
