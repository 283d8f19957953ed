package io.sagegate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenVerifierTest {
    private static final TestIssuer RS = TestIssuer.signing("RS256");
    private static final TestIssuer ES = TestIssuer.signing("ES256");

    private static String verify(String payload) {
        return ES.verify(ES.key.sign(payload));
    }

    private static String header(String... changes) {
        return ES.verify(ES.key.sign(ES.header(changes), TestIssuer.json(TestIssuer.claims())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
    void requirement2EveryAlgorithmOfTheAllowListVerifies(String algorithm) {
        var issuer = TestIssuer.signing(algorithm);
        assertThat(issuer.verify(issuer.token())).isEqualTo("ok");
        var other = TestKey.of("k1", algorithm).sign(TestIssuer.json(TestIssuer.claims()));
        assertThat(issuer.verify(other)).isEqualTo("invalid_signature");
    }

    @Test
    void requirement2AnAlgorithmOffTheIssuersListIsRefusedThoughItsKeyIsThere() {
        assertThat(RS.verify(RS.token(), issuer -> allowing(issuer, Set.of("RS384", "ES256"))))
                .isEqualTo("unsupported_token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE", "", "HS256", "HS384", "HS512", "rs256", "RS256 ", "ES256K"})
    void requirement2NoneAndSymmetricAndMisspeltAlgorithmsAreRefused(String algorithm) {
        assertThat(header("alg:\"" + algorithm + "\"")).isEqualTo("unsupported_token");
        var unsigned = TestKey.part("{\"alg\":\"" + algorithm + "\",\"kid\":\"k1\"}") + "."
                + TestKey.part(TestIssuer.json(TestIssuer.claims())) + ".";
        assertThat(ES.verify(unsigned)).isEqualTo("malformed_token");
    }

    @Test
    void requirement2ThePublicKeyIsNoSecretForHmac() throws Exception {
        var input = TestKey.part(RS.header("alg:\"HS256\"")) + "." + TestKey.part(TestIssuer.json(TestIssuer.claims()));
        for (var secret :
                List.of(RS.key.pair().getPublic().getEncoded(), RS.key.jwk().getBytes(StandardCharsets.UTF_8))) {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            var tag = mac.doFinal(input.getBytes(StandardCharsets.US_ASCII));
            assertThat(RS.verify(input + "."
                            + Base64.getUrlEncoder().withoutPadding().encodeToString(tag)))
                    .isEqualTo("unsupported_token");
        }
    }

    @Test
    void requirement2TheKeyOfOneAlgorithmVerifiesNoOther() {
        // The key's own `alg` says RS256; the token is well signed with the same key by others.
        for (var algorithm : List.of("RS384", "PS256")) {
            assertThat(RS.verify(RS.key.as(algorithm).sign(TestIssuer.json(TestIssuer.claims()))))
                    .isEqualTo("invalid_signature");
        }
    }

    static Stream<String> notThreeCanonicalParts() {
        var token = ES.token();
        var parts = token.split("\\.", -1);
        var lastBits = token.substring(0, token.length() - 1) + next(token.charAt(token.length() - 1));
        return Stream.of(
                "",
                ".",
                "..",
                "a",
                "a.b",
                parts[0] + "." + parts[1],
                parts[0] + "." + parts[1] + ".",
                "." + parts[1] + "." + parts[2],
                parts[0] + ".." + parts[2],
                token + ".x",
                token + "=",
                token + " ",
                " " + token,
                token + "\n",
                token + "\u0000",
                token + "\uD800",
                token.replace('.', ','),
                parts[0] + "=." + parts[1] + "." + parts[2],
                parts[0] + "." + parts[1] + "+." + parts[2],
                parts[0] + "." + parts[1] + "/A." + parts[2],
                parts[0] + "." + parts[1] + ".A",
                lastBits,
                "{\"payload\":\"" + parts[1] + "\",\"signature\":\"" + parts[2] + "\"}",
                "x".repeat(16_385));
    }

    /// Another text for the same bytes, where the last character has bits to spare.
    private static char next(char c) {
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return alphabet.charAt(alphabet.indexOf(c) + 1);
    }

    @ParameterizedTest
    @MethodSource("notThreeCanonicalParts")
    void requirement1AnythingButThreeCanonicalPartsIsRefused(String token) {
        assertThat(ES.verify(token)).isEqualTo("malformed_token");
    }

    @Test
    void requirement1TheLongestTokenIsExact() {
        var claims = TestIssuer.claims();
        claims.put("pad", "\"\"");
        var short1 = ES.key.sign(TestIssuer.json(claims)).length();
        var room = (CompactJws.MAX_LENGTH - short1) / 4 * 3;
        claims.put("pad", "\"" + "x".repeat(room) + "\"");
        var token = ES.key.sign(TestIssuer.json(claims));
        assertThat(token.length()).isBetween(CompactJws.MAX_LENGTH - 4, CompactJws.MAX_LENGTH);
        assertThat(ES.verify(token)).isEqualTo("ok");
        claims.put("pad", "\"" + "x".repeat(room + 6) + "\"");
        assertThat(ES.verify(ES.key.sign(TestIssuer.json(claims)))).isEqualTo("malformed_token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "crit:[\"exp\"]",
                "crit:[]",
                "b64:false",
                "b64:true",
                "zip:\"DEF\"",
                "enc:\"A256GCM\"",
                "cty:\"JWT\"",
                "cty:\"json\"",
                "typ:\"JWE\"",
                "typ:\"dpop+jwt\"",
                "typ:\"logout+jwt\"",
                "typ:\"secevent+jwt\"",
                "typ:\"JOSE\"",
                "typ:\"\"",
                "typ:1",
                "typ:null"
            })
    void requirement5WhatWouldChangeTheMeaningIsRefused(String header) {
        assertThat(header(header)).isEqualTo("unsupported_token");
    }

    @Test
    void requirement5EncryptedAndNestedTokensAreRefused() {
        assertThat(ES.verify("eyJhbGciOiJSU0EtT0FFUCJ9.a.b.c.d")).isEqualTo("unsupported_token");
        assertThat(ES.verify(ES.key.sign(ES.header("cty:\"JWT\""), "{}"))).isEqualTo("unsupported_token");
        assertThat(ES.verify(ES.key.sign(ES.header(), ES.token()))).isEqualTo("malformed_token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "jwt", "at+jwt", "AT+JWT", "application/at+jwt", "application/jwt"})
    void requirement5TokensOfTheRightTypeAreAccepted(String type) {
        assertThat(header("typ:\"" + type + "\"")).isEqualTo("ok");
    }

    @Test
    void requirement5AnIssuerOfAccessTokensOnlyTakesNoOtherType() {
        var claims = TestIssuer.json(TestIssuer.claims());
        for (var token : List.of(ES.key.sign(ES.header(), claims), ES.key.sign(ES.header("typ:\"JWT\""), claims))) {
            assertThat(ES.verify(token, TokenVerifierTest::accessTokensOnly)).isEqualTo("unsupported_token");
        }
        assertThat(ES.verify(ES.key.sign(ES.header("typ:\"at+jwt\""), claims), TokenVerifierTest::accessTokensOnly))
                .isEqualTo("ok");
    }

    @Test
    void requirement4KeysAndAddressesInTheHeaderAreNeverUsed() {
        var mallory = TestKey.of("k1", "ES256");
        var fetches = ES.fetches.get();
        for (var offer : List.of(
                "jwk:" + mallory.jwk(),
                "jku:\"https://mallory.example/keys\"",
                "x5u:\"https://mallory.example/cert\"",
                "x5c:[\"MIIB\"]")) {
            var payload = TestIssuer.json(TestIssuer.claims());
            assertThat(ES.verify(mallory.sign(ES.header(offer), payload))).isEqualTo("invalid_signature");
            assertThat(ES.verify(ES.key.sign(ES.header(offer), payload))).isEqualTo("ok");
        }
        assertThat(ES.fetches.get() - fetches).isLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc/passwd",
                "https://mallory.example/k",
                "k1\\u0000",
                "k1 ",
                "K1",
                "' OR 1=1 --",
                "k1/..",
                "?a=b"
            })
    void requirement4AKeyIdIsNothingButALookUpKey(String keyId) {
        assertThat(header("kid:\"" + keyId + "\"")).isEqualTo("invalid_signature");
    }

    @ParameterizedTest
    @CsvSource({"kid:1, malformed_token", "kid:\"\", malformed_token", "kid:null, malformed_token"})
    void requirement6AKeyIdThatIsThereIsAText(String header, String reason) {
        assertThat(header(header)).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://id.example/",
                "https://ID.example",
                "http://id.example",
                "https://id.example.mallory.example",
                "https://id.example ",
                "https://id.example%2f",
                "id.example",
                ""
            })
    void requirement7OnlyTheExactIssuerIsTrustedAndNobodyElseIsAsked(String issuer) {
        var fresh = TestIssuer.signing("ES256");
        assertThat(fresh.verify(fresh.key.sign(TestIssuer.with("iss", "\"" + issuer + "\""))))
                .isEqualTo("unknown_issuer");
        assertThat(fresh.fetches).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "null", "[\"https://id.example\"]", "{}"})
    void requirement7AnIssuerIsAString(String issuer) {
        assertThat(verify(TestIssuer.with("iss", issuer))).isEqualTo("unknown_issuer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"ES256\",\"alg\":\"ES256\",\"kid\":\"k1\"}",
                "{\"alg\":\"none\",\"alg\":\"ES256\",\"kid\":\"k1\"}",
                "{\"alg\":\"ES256\",\"\\u0061lg\":\"none\",\"kid\":\"k1\"}",
                "{\"alg\":\"ES256\",\"kid\":\"k1\"} ",
                "{\"alg\":\"ES256\",\"kid\":\"k1\"}{}",
                "\uFEFF{\"alg\":\"ES256\",\"kid\":\"k1\"}",
                "{\"alg\":\"ES256\",\"kid\":\"k1\",\"x\":\"\\uD800\"}",
                "[\"ES256\"]",
                "\"ES256\"",
                "{'alg':'ES256','kid':'k1'}"
            })
    void requirement9AHeaderIsStrictJson(String header) {
        var token = ES.key.sign(header, TestIssuer.json(TestIssuer.claims()));
        assertThat(ES.verify(token)).isEqualTo(header.endsWith("} ") ? "ok" : "malformed_token");
    }

    static Stream<String> payloadsThatAreNotStrictJson() {
        var good = TestIssuer.json(TestIssuer.claims());
        return Stream.of(
                "",
                "null",
                "[]",
                "{}x",
                good + good,
                "\uFEFF" + good,
                good.replace("\"sub\"", "\"sub\":\"mallory\",\"sub\""),
                good.replace("\"sub\"", "\"s\\u0075b\":\"mallory\",\"sub\""),
                good.replace("\"alice\"", "\"\\uDC00\\uD800\""),
                good.replace("\"alice\"", "\"a\u0001\""),
                TestIssuer.with("x", "[".repeat(12) + "]".repeat(12)),
                TestIssuer.with("x", "1" + "0".repeat(32)),
                TestIssuer.with("x", "1e999999999"),
                TestIssuer.with("x", "NaN"),
                TestIssuer.with("x", "01"),
                "/**/" + good);
    }

    @ParameterizedTest
    @MethodSource("payloadsThatAreNotStrictJson")
    void requirement9APayloadIsStrictAndBoundedJson(String payload) {
        assertThat(verify(payload)).isEqualTo("malformed_token");
    }

    @Test
    void requirement9APayloadInAnotherEncodingIsRefused() {
        var latin = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(TestIssuer.with("sub", "\"é\"").getBytes(StandardCharsets.ISO_8859_1));
        var input = TestKey.part(ES.header()) + "." + latin;
        var signature = Base64.getUrlEncoder().withoutPadding().encodeToString(ES.key.signature(input));
        assertThat(ES.verify(input + "." + signature)).isEqualTo("malformed_token");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exp | 1800000000.5 | ok",
                "exp | 1.8000001e9 | ok",
                "exp | 0 | token_expired",
                "exp | -0.0 | token_expired",
                "exp | 1799999940 | token_expired",
                "exp | 1799999941 | ok",
                "exp | -1 | malformed_token",
                "exp | \"1800003600\" | malformed_token",
                "exp | \"2030-01-01T00:00:00Z\" | malformed_token",
                "exp | 253402300800 | malformed_token",
                "exp | 99999999999999999999 | malformed_token",
                "exp | 1e30 | malformed_token",
                "exp | 1e-900 | token_expired",
                "exp | true | malformed_token",
                "exp | null | malformed_token",
                "exp | [1800003600] | malformed_token",
                "exp | {} | malformed_token",
                "nbf | 1800000060 | ok",
                "nbf | 1800000061 | token_not_yet_valid",
                "nbf | \"0\" | malformed_token",
                "nbf | null | malformed_token",
                "nbf | -5 | malformed_token",
                "iat | 1800000061 | token_not_yet_valid",
                "iat | false | malformed_token",
                "iat | 1799999999.999 | ok"
            })
    void requirement10DatesAreFiniteNumbersCheckedToTheSecond(String name, String value, String outcome) {
        assertThat(verify(TestIssuer.with(name, value))).isEqualTo(outcome);
    }

    @Test
    void requirement10AnExpiryIsRequired() {
        assertThat(verify(TestIssuer.without("exp"))).isEqualTo("missing_claim");
        assertThat(verify(TestIssuer.without("iat"))).isEqualTo("ok");
    }

    @Test
    void requirement10ATokenRememberedExpiresAtTheSameInstant() {
        var issuer = TestIssuer.signing("ES256");
        var token = issuer.key.sign(TestIssuer.with("exp", Long.toString(TestIssuer.NOW + 5)));
        assertThat(issuer.verify(token)).isEqualTo("ok");
        issuer.pass(Duration.ofMillis(64_999));
        assertThat(issuer.verify(token)).isEqualTo("ok");
        issuer.pass(Duration.ofMillis(1));
        assertThat(issuer.verify(token)).isEqualTo("token_expired");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"api://sagegate\" | ok",
                "[\"api://sagegate\"] | ok",
                "[\"api://other\",\"api://sagegate\"] | ok",
                "\"api://other\" | wrong_audience",
                "\"api://sagegate/\" | wrong_audience",
                "\"API://sagegate\" | wrong_audience",
                "\"api://sagegate api://other\" | wrong_audience",
                "\"\" | wrong_audience",
                "[] | wrong_audience",
                "[\"api://sagegate\",1] | wrong_audience",
                "[[\"api://sagegate\"]] | wrong_audience",
                "{\"api://sagegate\":true} | wrong_audience",
                "null | wrong_audience",
                "true | wrong_audience"
            })
    void requirement11TheAudienceIsMatchedExactly(String audience, String outcome) {
        assertThat(verify(TestIssuer.with("aud", audience))).isEqualTo(outcome);
    }

    @Test
    void requirement11WithoutAnAudienceATokenIsRefused() {
        assertThat(verify(TestIssuer.without("aud"))).isEqualTo("wrong_audience");
    }

    @Test
    void requirement11AnotherAudienceClaimReplacesAudAndNeverAddsToIt() {
        var rules = new ClaimRules(
                "client_id",
                List.of("sub"),
                List.of("groups"),
                ClaimRules.GroupsFormat.LIST,
                false,
                Map.of("token_use", new RequiredClaim.Text("access")));
        var claims = TestIssuer.claims();
        assertThat(ES.user(TestIssuer.json(claims), rules)).isEmpty();
        claims.put("client_id", "\"api://sagegate\"");
        assertThat(ES.user(TestIssuer.json(claims), rules)).isEmpty();
        claims.put("token_use", "\"id\"");
        assertThat(ES.user(TestIssuer.json(claims), rules)).isEmpty();
        claims.put("token_use", "\"access\"");
        claims.remove("aud");
        assertThat(ES.user(TestIssuer.json(claims), rules)).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"alice\" | ok",
                "\"\" | missing_claim",
                "\" \" | missing_claim",
                "\"a\\nb\" | missing_claim",
                "1 | missing_claim",
                "null | missing_claim",
                "[\"alice\"] | missing_claim",
                "{\"a\":\"alice\"} | missing_claim",
                "true | missing_claim"
            })
    void aSubjectIsAPrintableString(String subject, String outcome) {
        assertThat(verify(TestIssuer.with("sub", subject))).isEqualTo(outcome);
    }

    @Test
    void aSubjectIsBoundedAndRequired() {
        assertThat(verify(TestIssuer.without("sub"))).isEqualTo("missing_claim");
        assertThat(verify(TestIssuer.with("sub", "\"" + "x".repeat(512) + "\"")))
                .isEqualTo("ok");
        assertThat(verify(TestIssuer.with("sub", "\"" + "x".repeat(513) + "\"")))
                .isEqualTo("missing_claim");
        assertThat(verify(TestIssuer.with("jti", "7"))).isEqualTo("unusable_claim");
    }

    @Test
    void requirement21TheCacheIsBoundedAndKeyedOnTheWholeToken() {
        var issuer = TestIssuer.signing("ES256");
        var token = issuer.token();
        assertThat(issuer.verify(token)).isEqualTo("ok");
        var lastOfPayload = token.lastIndexOf('.') - 1;
        for (var at : new int[] {0, 3, 40, 60, lastOfPayload, token.length() - 20}) {
            var changed = token.substring(0, at) + (token.charAt(at) == 'A' ? 'B' : 'A') + token.substring(at + 1);
            assertThat(issuer.verify(changed)).as("changed at " + at).isNotEqualTo("ok");
        }
        var cache = new VerifiedTokens();
        var known = new VerifiedTokens.Known(
                issuer.trusted(),
                new TokenDates(issuer.instant(), Optional.empty(), Optional.empty()),
                issuer.instant(),
                new VerifiedToken(
                        new OidcUser("a", "b", "c", List.of(), Optional.empty(), Map.of()), issuer.instant()));
        for (var i = 0; i < VerifiedTokens.MAX_ENTRIES + 10; i++) {
            cache.keep(VerifiedTokens.hash("token " + i), known);
        }
        assertThat(cache.size()).isEqualTo(VerifiedTokens.MAX_ENTRIES);
        assertThat(cache.find(VerifiedTokens.hash("token 0"))).isNull();
    }

    @Test
    void requirement21ARememberedTokenFallsWithItsIssuersSettingsAndItsKey() {
        var issuer = TestIssuer.signing("ES256");
        var token = issuer.token();
        assertThat(issuer.verify(token)).isEqualTo("ok");
        assertThat(issuer.verify(token, one -> allowing(one, Set.of("RS256")))).isEqualTo("unsupported_token");
        assertThat(TestIssuer.outcome(issuer.verifier().verify(token, List.of())))
                .isEqualTo("unknown_issuer");

        issuer.publish(TestKey.of("k2", "ES256").jwk());
        issuer.pass(TokenVerifier.REMEMBERED);
        assertThat(issuer.verify(token)).isEqualTo("invalid_signature");
    }

    @Test
    void tokensNeverPrintTheirClaims() {
        var user = ES.user(TestIssuer.with("email", "\"alice@acme.example\""), TestIssuer.CLAIMS);
        assertThat(user.orElseThrow().toString()).doesNotContain("acme");
    }

    private static TrustedIssuer allowing(TrustedIssuer issuer, Set<String> algorithms) {
        return new TrustedIssuer(
                issuer.name(),
                issuer.issuer(),
                issuer.audiences(),
                algorithms,
                issuer.claims(),
                false,
                issuer.jwksUri(),
                issuer.clockSkew());
    }

    private static TrustedIssuer accessTokensOnly(TrustedIssuer issuer) {
        return new TrustedIssuer(
                issuer.name(),
                issuer.issuer(),
                issuer.audiences(),
                issuer.algorithms(),
                issuer.claims(),
                true,
                issuer.jwksUri(),
                issuer.clockSkew());
    }

    @ParameterizedTest
    @CsvSource({"512, invalid_signature", "513, malformed_token"})
    void requirement4AKeyIdIsBounded(int length, String outcome) {
        assertThat(header("kid:\"" + "k".repeat(length) + "\"")).isEqualTo(outcome);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e99999999999", "-1.5E+2147483648", "1e-99999999999"})
    void requirement9ANumberThatNobodyCanHoldIsRefusedBeforeAnySignature(String number) {
        assertThat(header("x:" + number)).isEqualTo("malformed_token");
        assertThat(verify(TestIssuer.with("exp", number))).isEqualTo("malformed_token");
    }

    @ParameterizedTest
    @CsvSource({"253402300799, ok", "253402300800, malformed_token"})
    void requirement10TheLastDateIsTheEndOfTheYear9999(String expiry, String outcome) {
        assertThat(verify(TestIssuer.with("exp", expiry))).isEqualTo(outcome);
    }

    @Test
    void aRememberedTokenIsNotVerifiedAgain() {
        var issuer = TestIssuer.signing("ES256");
        var asked = new AtomicInteger();
        var verifier = new TokenVerifier(
                (trusted, keyId, algorithm) -> {
                    asked.incrementAndGet();
                    return issuer.keys().key(trusted, keyId, algorithm);
                },
                issuer);
        var token = issuer.token();
        for (var i = 0; i < 3; i++) {
            assertThat(TestIssuer.outcome(verifier.verify(token, List.of(issuer.trusted()))))
                    .isEqualTo("ok");
        }
        assertThat(asked).hasValue(1);
        issuer.pass(TokenVerifier.REMEMBERED);
        verifier.verify(token, List.of(issuer.trusted()));
        assertThat(asked).hasValue(2);
    }
}
