package io.sagegate.cli.audit;

import io.sagegate.cli.console.Console;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import io.sagegate.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.utils.IoUtils;

/// Reads the audit lines of a CloudWatch log group with `FilterLogEvents`, signed by the SDK's own signer.
///
/// Source: Amazon CloudWatch Logs API Reference, "FilterLogEvents"; the service speaks AWS JSON 1.1.
public final class LogGroup {
    private static final JsonLimits LIMITS = new JsonLimits(32 << 20, 8, 32);
    private static final String AUDIT_LINES = "{ $.class_uid = 6003 }";

    private final String name;
    private final Region region;
    private final URI endpoint;
    private final AwsCredentialsProvider credentials;
    private final SdkHttpClient http = UrlConnectionHttpClient.create();

    public LogGroup(String name, Region region, AwsCredentialsProvider credentials) {
        this(name, region, credentials, URI.create("https://logs." + region.id() + "." + suffix(region)));
    }

    public LogGroup(String name, Region region, AwsCredentialsProvider credentials, URI endpoint) {
        this.name = name;
        this.region = region;
        this.credentials = credentials;
        this.endpoint = endpoint;
    }

    /// Events in the service's order, with the ids that tell one from another.
    public record Page(
            List<String> ids,
            List<String> messages,
            @Nullable String next) {}

    /// Pages from the instant on; the next page is asked for when it is wanted.
    public Iterator<Page> pages(Instant from) {
        return new Iterator<>() {
            private @Nullable Page last;

            @Override
            public boolean hasNext() {
                return last == null || last.next() != null;
            }

            @Override
            public Page next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                try {
                    var page = ask(from, last == null ? null : last.next());
                    last = page;
                    return page;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    private Page ask(Instant from, @Nullable String token) throws IOException {
        var body = body(from, token);
        var request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(endpoint)
                .encodedPath("/")
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("X-Amz-Target", "Logs_20140328.FilterLogEvents")
                .build();
        var signed = AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(credentials.resolveCredentials())
                        .request(request)
                        .payload(() -> new java.io.ByteArrayInputStream(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "logs")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region.id()));
        var execution = HttpExecuteRequest.builder().request(signed.request());
        signed.payload().ifPresent(execution::contentStreamProvider);
        var answer = http.prepareRequest(execution.build()).call();
        var bytes = new byte[0];
        if (answer.responseBody().isPresent()) {
            try (var in = answer.responseBody().get()) {
                bytes = IoUtils.toByteArray(in);
            }
        }
        if (!answer.httpResponse().isSuccessful()) {
            throw new IOException("CloudWatch Logs refused to read " + name + ": "
                    + answer.httpResponse().statusCode() + " " + Console.plain(error(bytes)));
        }
        return page(bytes);
    }

    private byte[] body(Instant from, @Nullable String token) {
        return JsonObject.utf8(json -> {
            json.writeStringField("logGroupName", name);
            json.writeStringField("filterPattern", AUDIT_LINES);
            json.writeNumberField("startTime", from.toEpochMilli());
            if (token != null) {
                json.writeStringField("nextToken", token);
            }
        });
    }

    private static Page page(byte[] bytes) throws IOException {
        try {
            Map<String, @Nullable Object> json = Json.readObject(bytes, LIMITS);
            var ids = new ArrayList<String>();
            var messages = new ArrayList<String>();
            if (json.get("events") instanceof List<?> events) {
                for (var event : events) {
                    if (event instanceof Map<?, ?> members && members.get("message") instanceof String message) {
                        ids.add(String.valueOf(members.get("eventId")));
                        messages.add(message.stripTrailing());
                    }
                }
            }
            return new Page(ids, messages, json.get("nextToken") instanceof String next ? next : null);
        } catch (JsonException e) {
            throw new IOException("CloudWatch Logs answered what is not its JSON", e);
        }
    }

    private static String error(byte[] bytes) {
        try {
            var json = Json.readObject(bytes, JsonLimits.IDENTITY);
            return json.get("__type") + " " + json.get("message");
        } catch (JsonException e) {
            return "";
        }
    }

    private static String suffix(Region region) {
        return region.metadata() == null
                ? "amazonaws.com"
                : region.metadata().partition().dnsSuffix();
    }
}
