package io.sagegate.aws.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sagegate.kit.Sha256;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.crt.auth.signing.AwsSigner;
import software.amazon.awssdk.crt.auth.signing.AwsSigningConfig;
import software.amazon.awssdk.crt.auth.signing.AwsSigningConfig.AwsSignatureType;
import software.amazon.awssdk.crt.auth.signing.AwsSigningConfig.AwsSignedBodyHeaderType;
import software.amazon.awssdk.crt.auth.signing.AwsSigningConfig.AwsSigningAlgorithm;
import software.amazon.awssdk.crt.http.HttpHeader;
import software.amazon.awssdk.crt.http.HttpRequest;

final class SignerTest {
    private static final Instant NOW = Instant.parse("2015-08-30T12:36:00Z");
    private static final Credentials KEYS =
            new Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", Optional.empty());
    private static final Credentials SESSION =
            new Credentials(KEYS.accessKeyId(), KEYS.secretAccessKey(), Optional.of("token/with+signs=="));
    private static final byte[] NOTHING = {};

    /// Values as callers may choose them, and as no caller can.
    private static final String[] VALUES = {
        "text/csv", "a  b   c", " led", "trailed ", "a=1,b=\"two  words\"", "\u00e4\u20ac", "", "-"
    };

    /// Source: AWS Signature Version 4 test suite, `get-vanilla`.
    @Test
    void signatureIsTheOneThatAwsPublishes() {
        var signed = signer("service").signed(new Outgoing("GET", "/", new Fields(), NOTHING), KEYS);
        assertEquals(
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                        + " SignedHeaders=host;x-amz-date,"
                        + " Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
                field(signed, "Authorization"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sagemaker", "dynamodb", "s3", "sts", "events"})
    void everyRequestGetsTheSignatureThatTheCommonRuntimeGives(String service) {
        for (var seed = 0; seed < 60; seed++) {
            var random = new Random(seed);
            var request = request(random);
            var keys = random.nextBoolean() ? KEYS : SESSION;
            var signed = signer(service).signed(request, keys);
            var expected = AwsSigner.signRequest(
                            request.to(service(service).origin()),
                            config(service, keys, AwsSignatureType.HTTP_REQUEST_VIA_HEADERS))
                    .join();
            assertEquals(field(expected, "Authorization"), field(signed, "Authorization"), "seed " + seed);
            assertEquals(field(expected, "X-Amz-Date"), field(signed, "X-Amz-Date"));
            assertEquals(field(expected, "X-Amz-Security-Token"), field(signed, "X-Amz-Security-Token"));
            assertEquals(field(expected, "x-amz-content-sha256"), field(signed, "x-amz-content-sha256"));
        }
    }

    @Test
    void permissionForAnUploadIsTheOneThatTheCommonRuntimeGives() {
        for (var keys : List.of(KEYS, SESSION)) {
            var fields = new Fields()
                    .add("content-length", "12")
                    .add("content-type", "text/csv; a=\"b  c\"")
                    .add("if-none-match", "*");
            var config = config("s3", keys, AwsSignatureType.HTTP_REQUEST_VIA_QUERY_PARAMS);
            config.setSignedBodyHeader(AwsSignedBodyHeaderType.NONE);
            config.setSignedBodyValue("UNSIGNED-PAYLOAD");
            config.setExpirationInSeconds(900);
            List<HttpHeader> headers = new ArrayList<>();
            fields.addTo(headers);
            headers.add(new HttpHeader("Host", service("s3").origin().authority()));
            var path = "/uploads/a%20b/%C3%A4";
            var expected = AwsSigner.signRequest(
                            new HttpRequest("PUT", path, headers.toArray(HttpHeader[]::new), null), config)
                    .join()
                    .getEncodedPath();
            var given = signer("s3").presigned("PUT", path, fields, keys, Duration.ofMinutes(15));
            assertEquals(parameters(expected), parameters(given));
        }
    }

    @Test
    void keyIsDerivedAnewForOtherCredentials() {
        var signer = signer("dynamodb");
        var request = Outgoing.post("/", new Fields(), NOTHING);
        var first = field(signer.signed(request, KEYS), "Authorization");
        var other = new Credentials(KEYS.accessKeyId(), "another", Optional.empty());
        assertNotEquals(first, field(signer.signed(request, other), "Authorization"));
        assertEquals(first, field(signer.signed(request, KEYS), "Authorization"));
    }

    @Test
    void hashThatIsKnownIsNotComputedAgain() {
        var body = "1,2,3".getBytes(UTF_8);
        var request = Outgoing.post("/", new Fields(), body);
        var signer = signer("sagemaker");
        assertEquals(
                field(signer.signed(request, KEYS), "Authorization"),
                field(signer.signed(request.hashed(Optional.of(Sha256.hex(body))), KEYS), "Authorization"));
        assertNotEquals(
                field(signer.signed(request, KEYS), "Authorization"),
                field(signer.signed(request.hashed(Optional.of(Sha256.hex(NOTHING))), KEYS), "Authorization"));
    }

    @Test
    void queryIsRefusedRatherThanLeftUnsigned() {
        var request = new Outgoing("GET", "/?list-type=2", new Fields(), NOTHING);
        assertThrows(IllegalArgumentException.class, () -> signer("s3").signed(request, KEYS));
    }

    @Test
    void keyShowsItsScopeOnly() {
        assertEquals(
                "SigningKey[20150830/us-east-1/s3/aws4_request]",
                SigningKey.of(KEYS, "20150830", service("s3")).toString());
    }

    private static Outgoing request(Random random) {
        var fields = new Fields();
        for (var i = 0; i < random.nextInt(6); i++) {
            fields.add("X-Amzn-Field-" + (char) ('a' + i), VALUES[random.nextInt(VALUES.length)]);
        }
        var body = new byte[random.nextInt(3) * 700];
        random.nextBytes(body);
        var paths = new String[] {"/", "/endpoints/tumor-xgb/invocations", "/a%20b/c~d", "/a/b_c.d-e/"};
        return new Outgoing(random.nextBoolean() ? "POST" : "PUT", paths[random.nextInt(4)], fields, body);
    }

    private static AwsSigningConfig config(String service, Credentials keys, AwsSignatureType type) {
        var config = new AwsSigningConfig();
        config.setAlgorithm(AwsSigningAlgorithm.SIGV4);
        config.setSignatureType(type);
        config.setRegion("us-east-1");
        config.setService(service);
        config.setTime(NOW.toEpochMilli());
        config.setUseDoubleUriEncode(!service.equals("s3"));
        config.setShouldNormalizeUriPath(!service.equals("s3"));
        config.setCredentials(new software.amazon.awssdk.crt.auth.credentials.Credentials(
                keys.accessKeyId().getBytes(UTF_8),
                keys.secretAccessKey().getBytes(UTF_8),
                keys.sessionToken().map(token -> token.getBytes(UTF_8)).orElse(null)));
        if (service.equals("s3")) {
            config.setSignedBodyHeader(AwsSignedBodyHeaderType.X_AMZ_CONTENT_SHA256);
        }
        return config;
    }

    private static Signer signer(String service) {
        return new Signer(service(service), () -> NOW, new Skew(() -> NOW));
    }

    private static Service service(String name) {
        var host = URI.create("https://example.amazonaws.com");
        return Service.of(name, name, "us-east-1", "amazonaws.com", Optional.of(host));
    }

    private static List<String> parameters(String path) {
        return List.of(path.split("[?&]", -1)).stream().sorted().toList();
    }

    private static String field(HttpRequest request, String name) {
        return request.getHeaders().stream()
                .filter(header -> header.getName().equalsIgnoreCase(name))
                .map(HttpHeader::getValue)
                .findFirst()
                .orElse("");
    }
}
