package io.sagegate.local.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// S3's stand-in takes what the SDK's own signer signs, and nothing else.
final class S3FrontTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String KEY = "/bucket/a%20key/with%2Bsigns~.txt";
    private static S3Front front;

    @BeforeAll
    static void start() throws IOException {
        front = S3Front.start(FrontSettings.defaults().withSecrets(Map.of("AKIAKNOWN", "secret")));
    }

    @AfterAll
    static void stop() {
        front.close();
    }

    private static SdkHttpRequest signed(
            SdkHttpMethod method,
            String secret,
            AwsV4FamilyHttpSigner.AuthLocation place,
            Instant at,
            String... header) {
        var request = SdkHttpFullRequest.builder().method(method).uri(URI.create(front.endpoint() + KEY));
        for (var i = 0; i + 1 < header.length; i += 2) {
            request.putHeader(header[i], header[i + 1]);
        }
        var presigns = place == AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING;
        return AwsV4HttpSigner.create()
                .sign(sign -> {
                    sign.identity(AwsCredentialsIdentity.create("AKIAKNOWN", secret))
                            .request(request.build())
                            .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "s3")
                            .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                            .putProperty(AwsV4FamilyHttpSigner.DOUBLE_URL_ENCODE, false)
                            .putProperty(AwsV4FamilyHttpSigner.NORMALIZE_PATH, false)
                            .putProperty(AwsV4FamilyHttpSigner.AUTH_LOCATION, place)
                            .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(at, ZoneOffset.UTC));
                    if (presigns) {
                        sign.putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, Duration.ofMinutes(5))
                                .putProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, false);
                    }
                })
                .request();
    }

    private static int send(SdkHttpRequest signed, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(signed.getUri())
                .method(
                        signed.method().name(),
                        body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        signed.headers().forEach((name, values) -> {
            if (!Set.of("host", "content-length").contains(name.toLowerCase(java.util.Locale.ROOT))) {
                request.header(name, values.getFirst());
            }
        });
        return HTTP.send(request.build(), BodyHandlers.discarding()).statusCode();
    }

    @Test
    void aSignedReadFindsTheObject() throws Exception {
        front.put("s3:/" + URI.create(KEY).getPath(), "text/plain", "x".getBytes(StandardCharsets.UTF_8));
        var place = AwsV4FamilyHttpSigner.AuthLocation.HEADER;

        assertThat(send(signed(SdkHttpMethod.GET, "secret", place, Instant.now()), ""))
                .isEqualTo(200);
        assertThat(send(signed(SdkHttpMethod.GET, "other", place, Instant.now()), ""))
                .isEqualTo(403);
        assertThat(send(signed(SdkHttpMethod.GET, "secret", place, Instant.now().minusSeconds(1_200)), ""))
                .isEqualTo(403);
    }

    @Test
    void aPresignedReadWorksUntilItExpires() throws Exception {
        front.put("s3:/" + URI.create(KEY).getPath(), "text/plain", "x".getBytes(StandardCharsets.UTF_8));
        var place = AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING;

        assertThat(send(signed(SdkHttpMethod.GET, "secret", place, Instant.now()), ""))
                .isEqualTo(200);
        assertThat(send(signed(SdkHttpMethod.GET, "other", place, Instant.now()), ""))
                .isEqualTo(403);
        assertThat(send(signed(SdkHttpMethod.GET, "secret", place, Instant.now().minusSeconds(301)), ""))
                .isEqualTo(403);
        assertThat(send(signed(SdkHttpMethod.PUT, "other", place, Instant.now()), "x"))
                .isEqualTo(403);
    }

    @Test
    void anUnsignedRequestIsRefused() throws Exception {
        var request = SdkHttpFullRequest.builder()
                .method(SdkHttpMethod.GET)
                .uri(URI.create(front.endpoint() + KEY))
                .build();

        assertThat(send(request, "")).isEqualTo(403);
    }
}
