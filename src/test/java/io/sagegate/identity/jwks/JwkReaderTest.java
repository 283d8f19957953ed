package io.sagegate.identity.jwks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sagegate.identity.TestKey;
import io.sagegate.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JwkReaderTest {
    private static final TestKey RSA = TestKey.of("r", "RS256");
    private static final TestKey EC = TestKey.of("e", "ES256");
    private static final TestKey ED = TestKey.of("d", "EdDSA");

    private static int usable(String... jwks) throws JsonException {
        return JwkReader.read(TestKey.set(jwks)).size();
    }

    @Test
    void requirement3AKeyVerifiesWhatItsTypeAndCurveAllow() throws JsonException {
        var keys = JwkReader.read(TestKey.set(RSA.jwk(""), EC.jwk(""), ED.jwk("")));
        assertThat(keys.get(0).algorithms()).containsOnly("RS256", "RS384", "RS512", "PS256", "PS384", "PS512");
        assertThat(keys.get(1).algorithms()).containsOnly("ES256");
        assertThat(keys.get(2).algorithms()).containsOnly("EdDSA");
        assertThat(JwkReader.read(TestKey.set(RSA.as("PS384").jwk())).getFirst().algorithms())
                .isEqualTo(Set.of("PS384"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"use\":\"enc\"",
                ",\"use\":\"SIG\"",
                ",\"use\":1",
                ",\"key_ops\":[\"sign\"]",
                ",\"key_ops\":[\"encrypt\"]",
                ",\"key_ops\":[]",
                ",\"key_ops\":\"verify\"",
                ",\"alg\":\"ES384\"",
                ",\"alg\":\"ES521\"",
                ",\"alg\":\"HS256\"",
                ",\"alg\":\"none\"",
                ",\"alg\":\"ECDH-ES\"",
                ",\"alg\":1",
                ",\"d\":\"AQ\"",
                ",\"k\":\"AQ\""
            })
    void requirement3AKeyForAnythingElseIsSkippedAndTheOthersKept(String members) throws JsonException {
        assertThat(usable(EC.jwk(members))).isZero();
        assertThat(usable(EC.jwk(members), RSA.jwk())).isEqualTo(1);
    }

    @Test
    void requirement3KeysMadeForVerifyingAreTaken() throws JsonException {
        assertThat(usable(EC.jwk(",\"use\":\"sig\",\"key_ops\":[\"verify\"],\"x5c\":[\"!\"],\"x5t\":7,\"ext\":true")))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"1024, 0", "2040, 0", "2048, 1", "3072, 1"})
    void requirement3ShortRsaKeysAreSkipped(int bits, int usable) throws JsonException {
        assertThat(usable(TestKey.rsa("r", "RS256", bits).jwk())).isEqualTo(usable);
    }

    @ParameterizedTest
    @CsvSource({"AQAB, 1", "Aw, 1", "AQ, 0", "Ag, 0", "AA, 0", "AQAA, 0", "AQAAAAAB, 0", "'', 0", "A, 0"})
    void requirement3RsaExponentsAreOddAndNeitherOneNorHuge(String exponent, int usable) throws JsonException {
        assertThat(usable(RSA.jwk().replace("\"e\":\"AQAB\"", "\"e\":\"" + exponent + "\"")))
                .isEqualTo(usable);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"crv\":\"P-256\"', '\"crv\":\"P-384\"'",
        "'\"crv\":\"P-256\"', '\"crv\":\"secp256k1\"'",
        "'\"crv\":\"P-256\"', '\"crv\":\"p-256\"'",
        "'\"kty\":\"EC\"', '\"kty\":\"RSA\"'",
        "'\"kty\":\"EC\"', '\"kty\":\"oct\"'",
        "'\"kty\":\"EC\"', '\"kty\":\"ec\"'",
        "'\"y\":\"', '\"y\":\"____'",
        "'\"x\":\"', '\"z\":\"'",
        "'\"kid\":\"e\"', '\"kid\":7'"
    })
    void requirement3AKeyThatDoesNotFitItselfIsSkipped(String part, String changed) throws JsonException {
        assertThat(EC.jwk()).contains(part);
        assertThat(usable(EC.jwk().replace(part, changed), RSA.jwk())).isEqualTo(1);
    }

    @Test
    void requirement3SymmetricAndX25519KeysAreSkipped() throws JsonException {
        assertThat(usable("{\"kty\":\"oct\",\"kid\":\"o\",\"k\":\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\"}"))
                .isZero();
        assertThat(usable(ED.jwk().replace("Ed25519", "X25519"))).isZero();
        assertThat(usable("7", "null", "[]", "{}")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"keys\":{}}",
                "{\"keys\":[]} x",
                "{\"keys\":[],\"keys\":[]}",
                "<html>",
                "{\"keys\":[{\"kid\":\"a\",\"kid\":\"b\"}]}"
            })
    void requirement9ASetIsStrictJson(String text) {
        assertThatThrownBy(() -> JwkReader.read(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(JsonException.class);
    }

    @Test
    void requirement8ASetIsBounded() throws JsonException {
        var hundred = new String[100];
        Arrays.setAll(hundred, i -> EC.named("e" + i).jwk());
        assertThat(usable(hundred)).isEqualTo(100);
        var more =
                IntStream.range(0, 101).mapToObj(i -> EC.named("e" + i).jwk()).toArray(String[]::new);
        assertThatThrownBy(() -> JwkReader.read(TestKey.set(more))).isInstanceOf(JsonException.class);
    }
}
