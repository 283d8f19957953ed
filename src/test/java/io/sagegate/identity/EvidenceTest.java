package io.sagegate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.reason.Reason;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EvidenceTest {
    private final TestIssuer issuer = TestIssuer.signing("ES256");

    private TokenVerifier.Rejected rejected(String token) {
        return (TokenVerifier.Rejected) issuer.verifier().verify(token, List.of(issuer.trusted()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "aud | \"api://other\" | WRONG_AUDIENCE | api://other",
                "exp | 1 | TOKEN_EXPIRED | api://sagegate",
                "nbf | 99999999999 | TOKEN_NOT_YET_VALID | api://sagegate",
                "exp | \"soon\" | MALFORMED_TOKEN | api://sagegate",
                "groups | 7 | UNUSABLE_CLAIM | api://sagegate",
                "cnf | {} | UNSUPPORTED_TOKEN | api://sagegate"
            })
    void aSignedTokenThatIsRefusedLeavesIssuerSubjectAndAudience(
            String claim, String value, Reason reason, String audience) {
        var rejected = rejected(issuer.key.sign(TestIssuer.with(claim, value)));
        assertThat(rejected.reason()).isEqualTo(reason);
        assertThat(rejected.evidence())
                .contains(new Evidence.SignedToken("okta", TestIssuer.ISSUER, Optional.of("alice"), List.of(audience)));
    }

    @Test
    void aTokenSeenBeforeLeavesTheSameOnceItHasExpired() {
        var token = issuer.token();
        assertThat(issuer.verify(token)).isEqualTo("ok");
        issuer.pass(Duration.ofHours(1).plusSeconds(60));
        assertThat(rejected(token).evidence())
                .contains(new Evidence.SignedToken(
                        "okta", TestIssuer.ISSUER, Optional.of("alice"), List.of(TestIssuer.AUDIENCE)));
    }

    @Test
    void aTokenWhoseSignatureDoesNotHoldLeavesNothing() {
        var forged = TestKey.of("k1", "ES256").sign(TestIssuer.with("aud", "\"api://other\""));
        assertThat(rejected(forged).reason()).isEqualTo(Reason.INVALID_SIGNATURE);
        assertThat(rejected(forged).evidence()).isEmpty();
        assertThat(rejected(forged).advice()).isEmpty();
    }

    @Test
    void aWrongAudienceIsToldWhatWouldDo() {
        var other = rejected(issuer.key.sign(TestIssuer.with("aud", "\"api://other\"")));
        assertThat(other.advice().orElseThrow())
                .contains("in aud: api://sagegate.")
                .doesNotContain("Keycloak");
        var none = rejected(issuer.key.sign(TestIssuer.without("aud")));
        assertThat(none.advice().orElseThrow()).contains("has none").contains("audience mapper");
        var keycloak = rejected(issuer.key.sign(TestIssuer.with("aud", "\"account\"")));
        assertThat(keycloak.advice().orElseThrow()).contains("audience mapper");
        var client = TestIssuer.claims();
        client.put("aud", "[\"broker\",\"account\"]");
        client.put("azp", "\"api://sagegate\"");
        assertThat(rejected(issuer.key.sign(TestIssuer.json(client))).advice().orElseThrow())
                .contains("audience mapper");
    }

    @Test
    void anUnknownIssuerIsToldWhichAreTrusted() {
        var rejected = rejected(issuer.key.sign(TestIssuer.with("iss", "\"https://id.example/\"")));
        assertThat(rejected.reason()).isEqualTo(Reason.UNKNOWN_ISSUER);
        assertThat(rejected.advice()).contains("Tokens are accepted from: https://id.example.");
        assertThat(rejected.evidence()).as("nothing of it was verified").isEmpty();
    }

    @Test
    void evidenceIsBounded() {
        var audiences = Collections.nCopies(100, "a".repeat(5_000));
        var token = new Evidence.SignedToken("okta", "i", Optional.of("s".repeat(5_000)), audiences);
        assertThat(token.audiences())
                .hasSize(Evidence.MAX_AUDIENCES)
                .allSatisfy(audience -> assertThat(audience).hasSize(Evidence.MAX_TEXT));
        assertThat(token.subject().orElseThrow()).hasSize(Evidence.MAX_TEXT);
    }

    @Test
    void aRefusedKeyWhoseChecksumHoldsLeavesItsPublicId() {
        var keys = new ApiKeys(id -> Optional.empty(), Duration.ofHours(1), issuer);
        var key = ApiKey.generate(new SecureRandom());
        assertThat(keys.authenticate(key.reveal()))
                .isEqualTo(new Authentication.Refused(
                        Reason.INVALID_KEY, Optional.of(new Evidence.PresentedKey(key.id())), Optional.empty()));
        var down = new ApiKeys(
                id -> {
                    throw new KeysUnavailableException("down");
                },
                Duration.ofHours(1),
                issuer);
        assertThat(((Authentication.Refused) down.authenticate(key.reveal())).evidence())
                .contains(new Evidence.PresentedKey(key.id()));
        assertThat(keys.authenticate(key.reveal() + "x")).isEqualTo(new Authentication.Refused(Reason.MALFORMED_KEY));
    }
}
