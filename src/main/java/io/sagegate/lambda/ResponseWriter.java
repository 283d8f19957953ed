package io.sagegate.lambda;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sagegate.api.Response;
import io.sagegate.http.Headers;
import io.sagegate.http.MediaType;
import io.sagegate.json.JsonObject;
import io.sagegate.kit.LambdaQuota;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/// Writes a response in the form of Lambda proxy integrations. Text is written as text, any other body as base64.
///
/// Source: Lambda Developer Guide, "Function URL response payload format"; API Gateway Developer Guide,
/// "Output format of a Lambda function for proxy integration"; Lambda quotas (6 MB of response payload).
final class ResponseWriter {
    private static final Set<String> TEXTUAL = Set.of("json", "jsonlines");

    private ResponseWriter() {}

    /// Encodes a response. Empty if the JSON would be larger than [LambdaQuota#PAYLOAD_BYTES] bytes.
    static Optional<byte[]> encode(Response response, boolean restApi) {
        var text = text(response);
        var json = JsonObject.utf8(response.body().length + 512, out -> {
            out.writeNumberField("statusCode", response.status());
            if (restApi) {
                multiValueHeaders(out, response.headers());
            } else {
                headers(out, response.headers());
            }
            out.writeBooleanField("isBase64Encoded", text.isEmpty());
            out.writeStringField(
                    "body", text.orElseGet(() -> Base64.getEncoder().encodeToString(response.body())));
        });
        return json.length > LambdaQuota.PAYLOAD_BYTES ? Optional.empty() : Optional.of(json);
    }

    private static void headers(JsonGenerator json, Headers headers) throws IOException {
        json.writeObjectFieldStart("headers");
        headers.forEachJoined(json::writeStringField);
        json.writeEndObject();
    }

    private static void multiValueHeaders(JsonGenerator json, Headers headers) throws IOException {
        var names = new java.util.TreeSet<String>();
        headers.forEach((name, _) -> names.add(name));
        json.writeObjectFieldStart("multiValueHeaders");
        for (var name : names) {
            json.writeArrayFieldStart(name);
            for (var value : headers.all(name)) {
                json.writeString(value);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    /// Returns the body as text if its media type is text and it is valid UTF-8.
    private static Optional<String> text(Response response) {
        var media = MediaType.of(response.headers());
        var textual =
                media.isText() || media.isJson() || TEXTUAL.contains(media.subtype()) || response.body().length == 0;
        if (!textual) {
            return Optional.empty();
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(response.body()))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
