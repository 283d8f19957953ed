package io.sagegate.sim.world;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// The request of a call.
///
/// @param fields header fields beside those of every request
@SuppressWarnings("ArrayRecordComponent") // never compared
record Errand(String method, String path, Map<String, String> fields, byte[] body) {
    private static final String LOCATION = "X-Amzn-SageMaker-InputLocation";

    /// The word that guards look for, as a reader of bytes cannot see it.
    static final String FORBIDDEN = " jail\\u0062reak";

    static Errand prompt(String path, int input, int most, String more, boolean forbidden) {
        return new Errand("POST", path, Map.of(), text(input, most, more, forbidden));
    }

    /// The body of a prompt.
    ///
    /// @param input tokens of the prompt
    /// @param most tokens that the answer may have
    /// @param more further members
    static byte[] text(int input, int most, String more, boolean forbidden) {
        var body = "{\"messages\":[{\"role\":\"user\",\"content\":\"" + "word".repeat(input)
                + (forbidden ? FORBIDDEN : "") + "\"}],\"max_tokens\":" + most + more + "}";
        return body.getBytes(StandardCharsets.UTF_8);
    }

    /// A queued call whose input lies in S3.
    Errand at(String location) {
        var all = new java.util.TreeMap<>(fields);
        all.put(LOCATION, location);
        return new Errand(method, path, all, new byte[0]);
    }

    Errand with(Map<String, String> more) {
        return new Errand(method, path, more, body);
    }

    /// The place of its input, if it does not come along.
    Optional<String> location() {
        return Optional.ofNullable(fields.get(LOCATION));
    }
}
