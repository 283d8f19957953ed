package io.sagegate.aws.call;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.crt.auth.signing.AwsSigner;
import software.amazon.awssdk.crt.auth.signing.AwsSigningConfig;
import software.amazon.awssdk.crt.auth.signing.AwsSigningConfig.AwsSignatureType;
import software.amazon.awssdk.crt.auth.signing.AwsSigningConfig.AwsSigningAlgorithm;
import software.amazon.awssdk.crt.http.HttpRequest;

/// Signature Version 4 by the Common Runtime's signer, body included. Thread-safe.
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
        try (var config = new AwsSigningConfig()) {
            config.setAlgorithm(AwsSigningAlgorithm.SIGV4);
            config.setSignatureType(AwsSignatureType.HTTP_REQUEST_VIA_HEADERS);
            config.setRegion(service.region());
            config.setService(service.name());
            config.setTime(clock.millis() + skew.millis());
            config.setCredentials(keys(credentials));
            config.setUseDoubleUriEncode(true);
            config.setShouldNormalizeUriPath(true);
            return AwsSigner.signRequest(request.to(service.origin()), config).join();
        } catch (CompletionException e) {
            throw new CallException(CallException.Fault.NOT_SENT, "the request could not be signed");
        }
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
