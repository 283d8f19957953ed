package io.sagegate.local.world;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.regions.Region;

final class SignedCall {
    private static final Set<String> OF_THE_CLIENT = Set.of("host", "content-length");

    private SignedCall() {}

    /// Posts a body to the gateway as the IAM identity of these credentials.
    static HttpResponse<String> post(
            URI uri, String contentType, byte[] body, Region region, AwsCredentialsProvider credentials)
            throws IOException, InterruptedException {
        var request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(uri)
                .putHeader("Content-Type", contentType)
                .build();
        var signed = AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(credentials.resolveCredentials())
                        .request(request)
                        .payload(() -> new ByteArrayInputStream(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "lambda") // execute-api for an API
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region.id()));
        var call = HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        signed.request().forEachHeader((name, values) -> {
            if (!OF_THE_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> call.header(name, value));
            }
        });
        try (var client = HttpClient.newHttpClient()) {
            return client.send(call.build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
