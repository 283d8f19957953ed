package io.sagegate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.http.Headers;
import io.sagegate.reason.Reason;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CredentialTest {
    private static final Optional<IamCaller> NOBODY = Optional.empty();
    private static final Optional<IamCaller> SOMEBODY = Optional.of(
            new IamCaller("arn:aws:iam::111122223333:user/ci", Optional.of("AKIAEXAMPLE"), Optional.empty()));

    private static Credential of(Headers headers, Optional<IamCaller> iam) {
        return Credential.of(headers, iam);
    }

    @ParameterizedTest
    @CsvSource({"Bearer abc, abc", "bearer abc, abc", "BEARER a b, a b"})
    void requirement1TheBearerSchemeIsFoundWhateverItsCase(String header, String token) {
        assertThat(of(Headers.of("Authorization", header), NOBODY)).isEqualTo(new Credential.BearerToken(token));
    }

    @Test
    void requirement19TwoKindsOfCredentialAreRefused() {
        var bearer = Headers.of("authorization", "Bearer abc");
        var key = Headers.of("x-api-key", "sg_x");
        var signature = Headers.of("authorization", "AWS4-HMAC-SHA256 Credential=x");
        var refused = new Credential.Unusable(Reason.AMBIGUOUS_CREDENTIAL);
        assertThat(of(bearer, SOMEBODY)).isEqualTo(refused);
        assertThat(of(key, SOMEBODY)).isEqualTo(refused);
        assertThat(of(bearer.with(key), NOBODY)).isEqualTo(refused);
        assertThat(of(signature.with(key), NOBODY)).isEqualTo(refused);
        assertThat(of(signature.with(key), SOMEBODY)).isEqualTo(refused);
        assertThat(of(Headers.of("authorization", "Bearer a", "authorization", "Bearer b"), NOBODY))
                .isEqualTo(refused);
        assertThat(of(Headers.of("x-api-key", "sg_a", "x-api-key", "sg_b"), NOBODY))
                .isEqualTo(refused);
    }

    @Test
    void requirement17ASignatureWithoutAwssOwnWordProvesNothing() {
        var signature = Headers.of("authorization", "AWS4-HMAC-SHA256 Credential=x");
        assertThat(of(signature, NOBODY)).isEqualTo(new Credential.Unusable(Reason.UNSUPPORTED_SCHEME));
        assertThat(of(signature, SOMEBODY)).isEqualTo(new Credential.Iam(SOMEBODY.orElseThrow()));
    }

    @Test
    void requirement17NoHeaderMakesAnIamIdentity() {
        var headers = Headers.of(
                "x-amzn-iam-user-arn", "arn:aws:iam::111122223333:user/ci",
                "x-local-iam-arn", "arn:aws:iam::111122223333:user/ci");
        assertThat(of(headers, NOBODY)).isEqualTo(new Credential.Unusable(Reason.NO_CREDENTIAL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "bearer ", "Bearer  "})
    void anEmptyBearerIsNoTokenRatherThanAnotherScheme(String header) {
        assertThat(of(Headers.of("authorization", header), NOBODY))
                .isEqualTo(new Credential.Unusable(Reason.MALFORMED_TOKEN));
    }

    @ParameterizedTest
    @CsvSource({"Basic dXNlcjpwdw==", "Token abc", "Bearerabc", "abc"})
    void otherSchemesAreRefused(String header) {
        assertThat(of(Headers.of("authorization", header), NOBODY))
                .isEqualTo(new Credential.Unusable(Reason.UNSUPPORTED_SCHEME));
    }

    @Test
    void apiKeysMayComeInEitherHeader() {
        var key = new Credential.PresentedKey("sg_abc");
        assertThat(of(Headers.of("x-api-key", "sg_abc"), NOBODY)).isEqualTo(key);
        assertThat(of(Headers.of("authorization", "Bearer sg_abc"), NOBODY)).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource({"sg_abc", "eyJhbGciOiJSUzI1NiJ9.e30.AAAA"})
    void requirement19OneValueInBothFieldsIsOneCredential(String value) {
        var both = Headers.of("authorization", "Bearer " + value, "x-api-key", value);
        assertThat(of(both, NOBODY)).isEqualTo(of(Headers.of("authorization", "Bearer " + value), NOBODY));
        assertThat(of(both, SOMEBODY))
                .as("beside AWS's word it is a second one")
                .isEqualTo(new Credential.Unusable(Reason.AMBIGUOUS_CREDENTIAL));
        assertThat(of(Headers.of("authorization", "Bearer " + value, "x-api-key", value + "x"), NOBODY))
                .isEqualTo(new Credential.Unusable(Reason.AMBIGUOUS_CREDENTIAL));
    }

    @Test
    void requirement19AnEmptyFieldIsNoCredential() {
        var token = new Credential.BearerToken("abc");
        assertThat(of(Headers.of("authorization", "Bearer abc", "x-api-key", ""), NOBODY))
                .isEqualTo(token);
        assertThat(of(Headers.of("authorization", "Bearer abc", "x-api-key", " "), NOBODY))
                .isEqualTo(token);
        assertThat(of(Headers.of("authorization", "Bearer ", "x-api-key", "sg_x"), NOBODY))
                .isEqualTo(new Credential.PresentedKey("sg_x"));
        assertThat(of(Headers.of("authorization", "AWS4-HMAC-SHA256 Credential=x", "x-api-key", ""), SOMEBODY))
                .isEqualTo(new Credential.Iam(SOMEBODY.orElseThrow()));
        assertThat(of(Headers.of("authorization", "", "x-api-key", ""), NOBODY))
                .isEqualTo(new Credential.Unusable(Reason.NO_CREDENTIAL));
    }

    @Test
    void credentialsNeverPrintThemselves() {
        assertThat(new Credential.BearerToken("secret").toString()).doesNotContain("secret");
        assertThat(new Credential.PresentedKey("secret").toString()).doesNotContain("secret");
        assertThat(Headers.of("authorization", "secret").toString()).doesNotContain("secret");
    }

    @Test
    void requirement19RepeatedFieldsThatAFrontJoinedAreRefused() {
        var refused = new Credential.Unusable(Reason.AMBIGUOUS_CREDENTIAL);
        assertThat(of(Headers.of("authorization", "Bearer a,Bearer b"), NOBODY)).isEqualTo(refused);
        assertThat(of(Headers.of("authorization", ",Bearer b"), SOMEBODY)).isEqualTo(refused);
        assertThat(of(Headers.of("x-api-key", "sg_a,sg_b"), NOBODY)).isEqualTo(refused);
        assertThat(of(Headers.of("x-api-key", ",sg_b"), NOBODY)).isEqualTo(refused);
    }

    @Test
    void theCommasOfASignatureAreItsOwn() {
        var signature = Headers.of("authorization", "AWS4-HMAC-SHA256 Credential=a, SignedHeaders=b, Signature=c");
        assertThat(of(signature, SOMEBODY)).isEqualTo(new Credential.Iam(SOMEBODY.orElseThrow()));
    }
}
