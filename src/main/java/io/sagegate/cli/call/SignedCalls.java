package io.sagegate.cli.call;

import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import io.sagegate.json.JsonText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/// Calls of services whose clients are not in the SDK's modules here: signed by the SDK's own signer, bounded, and
/// repeated while AWS throttles. Thread-safe.
///
/// Sources: each service's API reference; "AWS Query protocol" and "AWS JSON 1.1 protocol" of the Smithy documentation.
public final class SignedCalls {
    /// Bytes of one answer: a page of IAM's account details holds many policies.
    private static final int LARGEST_ANSWER = 32 << 20;

    private static final JsonLimits LIMITS = new JsonLimits(LARGEST_ANSWER, 32, 64);
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration READ = Duration.ofSeconds(30);

    /// The most tries of a throttled call, the first one included.
    private static final int ATTEMPTS = 6;

    /// Milliseconds before the second attempt; twice as many before each further one.
    private static final long FIRST_PAUSE = 100;

    private final AwsCredentialsProvider credentials;
    private final Region region;
    private final Optional<URI> override;
    private final SdkHttpClient http = UrlConnectionHttpClient.builder()
            .connectionTimeout(CONNECT)
            .socketTimeout(READ)
            .build();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicReference<Optional<Instant>> serverTime = new AtomicReference<>(Optional.empty());

    /// @param override one address for all services, of stand-ins on this machine; empty for AWS
    public SignedCalls(AwsCredentialsProvider credentials, Region region, Optional<URI> override) {
        this.credentials = credentials;
        this.region = region;
        this.override = override;
    }

    public Region region() {
        return region;
    }

    /// The number of requests that were sent.
    public long count() {
        return calls.get();
    }

    /// The time in the newest answer.
    public Optional<Instant> serverTime() {
        return serverTime.get();
    }

    /// An operation of a query protocol; the element that holds its result.
    public XmlNode query(Service service, String action, Map<String, String> parameters) throws IOException {
        var form = new java.util.TreeMap<>(parameters);
        form.put("Action", action);
        form.put("Version", service.version());
        var body = form.entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
        var request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .encodedPath("/")
                .putHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
        return XmlNode.read(send(service, request, body)).child(action + "Result");
    }

    /// An operation of a JSON 1.1 protocol.
    public Map<String, @Nullable Object> json(Service service, String operation, Map<String, ?> input)
            throws IOException {
        var request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .encodedPath("/")
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("X-Amz-Target", service.version() + "." + operation);
        return object(send(service, request, JsonText.of(input)));
    }

    /// A `GET` of a REST protocol.
    ///
    /// @param path already encoded
    public Map<String, @Nullable Object> get(Service service, String path, Map<String, String> parameters)
            throws IOException {
        var request = SdkHttpRequest.builder().method(SdkHttpMethod.GET).encodedPath(path);
        parameters.forEach(request::putRawQueryParameter);
        return object(send(service, request, ""));
    }

    /// A part of a path or query.
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static Map<String, @Nullable Object> object(byte[] bytes) throws IOException {
        try {
            return bytes.length == 0 ? Map.of() : Json.readObject(bytes, LIMITS);
        } catch (JsonException e) {
            throw new IOException("the answer is not the JSON that was expected", e);
        }
    }

    private byte[] send(Service service, SdkHttpRequest.Builder request, String body) throws IOException {
        // The address has no path of its own: the request's is appended to it.
        request.uri(override.orElseGet(() -> service.endpoint(region)));
        for (var attempt = 1; ; attempt++) {
            try {
                return once(service, request.build(), body.getBytes(StandardCharsets.UTF_8));
            } catch (CallRefusedException e) {
                if (!e.isTransient() || attempt == ATTEMPTS) {
                    throw e;
                }
                pause(FIRST_PAUSE << (attempt - 1));
            }
        }
    }

    private byte[] once(Service service, SdkHttpRequest request, byte[] body) throws IOException {
        calls.incrementAndGet();
        var signed = AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(credentials.resolveCredentials())
                        .request(request)
                        .payload(() -> new ByteArrayInputStream(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service.signingName())
                        .putProperty(
                                AwsV4HttpSigner.REGION_NAME,
                                service.signingRegion(region).id()));
        var execution = HttpExecuteRequest.builder().request(signed.request());
        if (request.method() == SdkHttpMethod.POST) {
            signed.payload().ifPresent(execution::contentStreamProvider);
        }
        var answer = http.prepareRequest(execution.build()).call();
        var bytes = body(answer);
        answer.httpResponse().firstMatchingHeader("Date").ifPresent(this::remember);
        if (!answer.httpResponse().isSuccessful()) {
            throw refusal(answer, bytes);
        }
        return bytes;
    }

    private static byte[] body(HttpExecuteResponse answer) throws IOException {
        if (answer.responseBody().isEmpty()) {
            return new byte[0];
        }
        try (var in = answer.responseBody().get()) {
            var bytes = in.readNBytes(LARGEST_ANSWER + 1);
            if (bytes.length > LARGEST_ANSWER) {
                throw new IOException("the answer is longer than " + LARGEST_ANSWER + " bytes");
            }
            return bytes;
        }
    }

    private void remember(String date) {
        try {
            serverTime.set(Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from)));
        } catch (DateTimeParseException e) {
            // Not a date: nothing is learnt.
        }
    }

    private static CallRefusedException refusal(HttpExecuteResponse answer, byte[] bytes) {
        var status = answer.httpResponse().statusCode();
        try {
            var isXml = bytes.length > 0 && bytes[0] == '<';
            return isXml
                    ? ofXml(status, XmlNode.read(bytes))
                    : ofJson(
                            status,
                            answer.httpResponse()
                                    .firstMatchingHeader("x-amzn-ErrorType")
                                    .orElse(""),
                            object(bytes));
        } catch (IOException e) {
            return new CallRefusedException(status, "HTTP " + status, "");
        }
    }

    private static CallRefusedException ofXml(int status, XmlNode root) {
        var error = root.child("Error");
        return new CallRefusedException(status, error.get("Code"), error.get("Message"));
    }

    private static CallRefusedException ofJson(int status, String header, Map<String, @Nullable Object> json) {
        var type = header.isEmpty() ? String.valueOf(json.get("__type")) : header;
        var code = type.substring(type.lastIndexOf('#') + 1).split(":", 2)[0];
        var message = json.getOrDefault("message", json.getOrDefault("Message", ""));
        return new CallRefusedException(status, code, String.valueOf(message));
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
