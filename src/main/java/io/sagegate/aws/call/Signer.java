package io.sagegate.aws.call;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.crt.auth.signing.AwsSigner;
import software.amazon.awssdk.crt.auth.signing.AwsSigningConfig;
import software.amazon.awssdk.crt.auth.signing.AwsSigningConfig.AwsSignatureType;
import software.amazon.awssdk.crt.auth.signing.AwsSigningConfig.AwsSignedBodyHeaderType;
import software.amazon.awssdk.crt.auth.signing.AwsSigningConfig.AwsSigningAlgorithm;
import software.amazon.awssdk.crt.http.HttpHeader;
import software.amazon.awssdk.crt.http.HttpRequest;

/// Signs requests and their bodies with Signature Version 4, by the Common Runtime's signer. Thread-safe.
final class Signer {
    private final Service service;
    private final InstantSource clock;
    private final Skew skew;

    Signer(Service service, InstantSource clock, Skew skew) {
        this.service = service;
        this.clock = clock;
        this.skew = skew;
    }

    HttpRequest signed(Outgoing request, Credentials credentials) throws CallException {
        try (var config = config(AwsSignatureType.HTTP_REQUEST_VIA_HEADERS, credentials)) {
            if (isS3()) {
                config.setSignedBodyHeader(AwsSignedBodyHeaderType.X_AMZ_CONTENT_SHA256);
            }
            return AwsSigner.signRequest(request.to(service.origin()), config).join();
        } catch (CompletionException e) {
            throw new CallException(CallException.Fault.NOT_SENT, "the request could not be signed");
        }
    }

    /// Path and query of a request that somebody else makes; its body is not signed.
    String presigned(String method, String path, Fields fields, Credentials credentials, Duration life) {
        try (var config = config(AwsSignatureType.HTTP_REQUEST_VIA_QUERY_PARAMS, credentials)) {
            config.setSignedBodyValue("UNSIGNED-PAYLOAD");
            config.setExpirationInSeconds(life.toSeconds());
            var given = fields.array();
            var all = Arrays.copyOf(given, given.length + 1);
            all[given.length] = new HttpHeader("Host", service.origin().authority());
            return AwsSigner.signRequest(new HttpRequest(method, path, all, null), config)
                    .join()
                    .getEncodedPath();
        }
    }

    /// S3 takes a path as it is sent; every other service signs it encoded once more.
    ///
    /// Source: IAM User Guide, "Create a signed AWS API request".
    private AwsSigningConfig config(AwsSignatureType type, Credentials credentials) {
        var config = new AwsSigningConfig();
        config.setAlgorithm(AwsSigningAlgorithm.SIGV4);
        config.setSignatureType(type);
        config.setRegion(service.region());
        config.setService(service.name());
        config.setTime(clock.millis() + skew.millis());
        config.setCredentials(keys(credentials));
        config.setUseDoubleUriEncode(!isS3());
        config.setShouldNormalizeUriPath(!isS3());
        return config;
    }

    private boolean isS3() {
        return service.name().equals("s3");
    }

    private static software.amazon.awssdk.crt.auth.credentials.Credentials keys(Credentials given) {
        return new software.amazon.awssdk.crt.auth.credentials.Credentials(
                given.accessKeyId().getBytes(StandardCharsets.UTF_8),
                given.secretAccessKey().getBytes(StandardCharsets.UTF_8),
                given.sessionToken()
                        .map(token -> token.getBytes(StandardCharsets.UTF_8))
                        .orElse(null));
    }
}
