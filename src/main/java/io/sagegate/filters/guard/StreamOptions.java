package io.sagegate.filters.guard;

import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import io.sagegate.json.JsonText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes `stream_options` with `include_usage`, which asks for the usage of a streamed OpenAI call.
final class StreamOptions {
    private static final String OPTIONS = "stream_options";
    private static final byte[] MEMBER =
            "\"stream_options\":{\"include_usage\":true},".getBytes(StandardCharsets.US_ASCII);

    private StreamOptions() {}

    /// @param body a JSON object with other members
    /// @param given whether `stream_options` is one of them
    static byte[] asking(byte[] body, boolean given) {
        return given ? rewritten(body) : withMember(body);
    }

    private static byte[] withMember(byte[] body) {
        var at = 0;
        while (body[at] != '{') {
            at++;
        }
        var whole = new ByteArrayOutputStream(body.length + MEMBER.length);
        whole.write(body, 0, at + 1);
        whole.writeBytes(MEMBER);
        whole.write(body, at + 1, body.length - at - 1);
        return whole.toByteArray();
    }

    private static byte[] rewritten(byte[] body) {
        try {
            var members = new LinkedHashMap<>(Json.readObject(body, JsonLimits.BODY));
            var options = new LinkedHashMap<String, @Nullable Object>();
            if (members.get(OPTIONS) instanceof Map<?, ?> before) {
                before.forEach((name, value) -> options.put(String.valueOf(name), value));
            }
            options.put("include_usage", true);
            members.put(OPTIONS, options);
            return JsonText.of(members).getBytes(StandardCharsets.UTF_8);
        } catch (JsonException e) {
            throw new IllegalArgumentException("not the body of an OpenAI route", e);
        }
    }
}
