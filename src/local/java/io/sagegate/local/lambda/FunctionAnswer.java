package io.sagegate.local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sagegate.local.http.Header;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/// Reads the JSON answer of a proxy function.
final class FunctionAnswer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> OWN = Set.of("connection", "transfer-encoding", "content-length", "keep-alive");

    private FunctionAnswer() {}

    /// Payload 2.0: without a `statusCode` the whole JSON is the body of a 200.
    static HttpAnswer ofPayload2(byte[] payload) throws MalformedAnswer {
        JsonNode json = parse(payload);
        if (!json.isObject() || !json.has("statusCode")) {
            return new HttpAnswer(200, List.of(new Header("Content-Type", "application/json")), payload);
        }
        List<Header> headers = new ArrayList<>(head(json));
        if (headers.stream().noneMatch(h -> h.is("content-type"))) {
            headers.add(new Header("Content-Type", "application/json"));
        }
        return new HttpAnswer(status(json), headers, body(json));
    }

    /// Payload 1.0: a `statusCode` is required; `multiValueHeaders` win over `headers`.
    static HttpAnswer ofPayload1(byte[] payload) throws MalformedAnswer {
        JsonNode json = parse(payload);
        JsonNode many = json.path("multiValueHeaders");
        List<Header> headers = new ArrayList<>();
        for (var field : many.properties()) {
            for (JsonNode value : field.getValue()) {
                add(headers, field.getKey(), value);
            }
        }
        for (var field : json.path("headers").properties()) {
            if (headers.stream().noneMatch(h -> h.is(field.getKey()))) {
                add(headers, field.getKey(), field.getValue());
            }
        }
        return new HttpAnswer(status(json), headers, body(json));
    }

    /// Status, headers and cookies of a response or of a streaming prelude.
    static List<Header> head(JsonNode json) throws MalformedAnswer {
        List<Header> headers = new ArrayList<>();
        for (var field : json.path("headers").properties()) {
            add(headers, field.getKey(), field.getValue());
        }
        for (var field : json.path("multiValueHeaders").properties()) {
            for (JsonNode value : field.getValue()) {
                add(headers, field.getKey(), value);
            }
        }
        for (JsonNode cookie : json.path("cookies")) {
            add(headers, "Set-Cookie", cookie);
        }
        return headers;
    }

    static int status(JsonNode json) throws MalformedAnswer {
        int status = json.path("statusCode").asInt(0);
        if (status < 200 || status > 599) {
            throw new MalformedAnswer("statusCode is missing or no final HTTP status");
        }
        return status;
    }

    static JsonNode parse(byte[] payload) throws MalformedAnswer {
        try {
            JsonNode json = JSON.readTree(payload);
            if (json == null || json.isMissingNode()) {
                throw new MalformedAnswer("empty response");
            }
            return json;
        } catch (IOException e) {
            throw new MalformedAnswer("response is not JSON");
        }
    }

    private static void add(List<Header> headers, String name, JsonNode value) throws MalformedAnswer {
        try {
            Header header = new Header(renamed(name), value.asText());
            if (!OWN.contains(header.lowerName())) {
                headers.add(header);
            }
        } catch (IllegalArgumentException e) {
            throw new MalformedAnswer("bad header: " + e.getMessage());
        }
    }

    /// The field's name in the answer. Function URLs and API Gateway set this field themselves, and pass the
    /// function's own on under another name.
    private static String renamed(String name) {
        return name.equalsIgnoreCase("www-authenticate") ? "x-amzn-Remapped-" + name : name;
    }

    private static byte[] body(JsonNode json) throws MalformedAnswer {
        JsonNode body = json.path("body");
        String text = body.isMissingNode() || body.isNull() ? "" : body.isTextual() ? body.asText() : body.toString();
        if (!json.path("isBase64Encoded").asBoolean(false)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedAnswer("body is not base64 though flagged so");
        }
    }
}
