package io.sagegate.local.world;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// S3 on 127.0.0.1, with buckets in the path: GET, HEAD and PUT of whole objects, signed in fields or in the query.
/// Checksums and conditional writes hold as in the real one. Objects live in memory.
public final class S3Front implements AutoCloseable {
    private static final int LARGEST = 256 * 1024 * 1024;
    private static final int REMEMBERED_REQUESTS = 10_000;

    private final Map<String, StoredObject> objects = new ConcurrentHashMap<>();
    private final List<String> requests = new ArrayList<>();
    private final S3Signature signatures;
    private final LoopbackServer server;

    private S3Front(FrontSettings settings) throws IOException {
        this.signatures = new S3Signature(settings);
        this.server = LoopbackServer.start(this::serve);
    }

    public static S3Front start(FrontSettings settings) throws IOException {
        return new S3Front(settings);
    }

    /// An object.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record StoredObject(String contentType, byte[] bytes) {}

    public URI endpoint() {
        return server.uri();
    }

    /// The object at `s3://BUCKET/KEY`.
    public Optional<StoredObject> get(String location) {
        return Optional.ofNullable(objects.get(path(location)));
    }

    /// Puts an object there, as AWS's own services do.
    public void put(String location, String contentType, byte[] bytes) {
        objects.put(path(location), new StoredObject(contentType, bytes));
    }

    public void remove(String location) {
        objects.remove(path(location));
    }

    /// The places of all objects.
    public List<String> locations() {
        return objects.keySet().stream().map(path -> "s3:/" + path).sorted().toList();
    }

    /// Method and status of each request, oldest first (10,000 at most).
    public List<String> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    @Override
    public void close() {
        server.close();
    }

    private static String path(String location) {
        return location.substring("s3:/".length());
    }

    private void serve(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        byte[] body = LoopbackServer.body(exchange, LARGEST);
        Map<String, String> headers = LoopbackServer.headers(exchange);
        URI uri = exchange.getRequestURI();
        Optional<String> refusal =
                body.length > LARGEST ? Optional.of("EntityTooLarge") : signatures.refusal(method, uri, headers, body);
        if (refusal.isPresent()) {
            refuse(exchange, refusal.get().equals("EntityTooLarge") ? 400 : 403, refusal.get());
            return;
        }
        switch (method) {
            case "GET", "HEAD" -> read(exchange, Optional.ofNullable(objects.get(uri.getPath())));
            case "PUT" -> write(exchange, uri.getPath(), headers, body);
            default -> refuse(exchange, 405, "MethodNotAllowed");
        }
    }

    private void read(HttpExchange exchange, Optional<StoredObject> found) throws IOException {
        if (found.isEmpty()) {
            refuse(exchange, 404, "NoSuchKey");
            return;
        }
        StoredObject object = found.get();
        note(exchange, 200);
        LoopbackServer.answer(exchange, 200, Map.of("Content-Type", object.contentType()), object.bytes());
    }

    private void write(HttpExchange exchange, String path, Map<String, String> headers, byte[] body)
            throws IOException {
        String checksum = headers.get("x-amz-checksum-sha256");
        if (checksum != null && !checksum.equals(sha256(body))) {
            refuse(exchange, 400, "BadDigest");
            return;
        }
        StoredObject object = new StoredObject(headers.getOrDefault("content-type", "binary/octet-stream"), body);
        boolean only = "*".equals(headers.get("if-none-match"));
        if (only && objects.putIfAbsent(path, object) != null) {
            refuse(exchange, 412, "PreconditionFailed");
            return;
        }
        if (!only) {
            objects.put(path, object);
        }
        note(exchange, 200);
        LoopbackServer.answer(exchange, 200, Map.of(), new byte[0]);
    }

    private void refuse(HttpExchange exchange, int status, String code) throws IOException {
        note(exchange, status);
        byte[] xml = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code + "</Code></Error>")
                .getBytes(StandardCharsets.UTF_8);
        LoopbackServer.answer(exchange, status, Map.of("Content-Type", "application/xml"), xml);
    }

    private void note(HttpExchange exchange, int status) {
        synchronized (requests) {
            if (requests.size() < REMEMBERED_REQUESTS) {
                requests.add(exchange.getRequestMethod() + " " + status);
            }
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
