package io.sagegate.limits.tokens;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sagegate.json.Json;
import io.sagegate.policy.obligation.ResponseRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// How much text the events of a stream bring: of JSON its texts, but no labels, such as `id`, and not those of unknown
/// names that are the same as in the event before; of anything else all of it. Not thread-safe.
final class EventText {
    /// What says a text's pieces once more, or counts them.
    private static final Set<String> DETAILS =
            Set.of("logprobs", "top_logprobs", "prompt_logprobs", "top_tokens", "tokens", "prefill", "usage");

    private static final String DONE = "[DONE]";

    /// From here on it is no accident that a text begins with the one before.
    private static final int SURE = 16;

    private static final int LONGEST_LABEL = 64;
    private static final int MOST_NAMES = 64;

    private final Map<String, String> others = new HashMap<>();
    private String last = "";
    private boolean grows;

    /// Of one event's data.
    long bytes(String event) {
        var data = event.strip();
        if (data.equals(DONE)) {
            return 0;
        }
        var text = new StringBuilder();
        return isRead(data, text) ? added(text.toString()) : utf8(data);
    }

    /// Some servers send all the text so far with every event.
    private long added(String text) {
        var before = last;
        last = text;
        if (before.length() >= SURE && text.startsWith(before) && (grows || text.length() > before.length())) {
            grows = true;
            return utf8(text.substring(before.length()));
        }
        grows = false;
        return utf8(text);
    }

    private static long utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private boolean isRead(String data, StringBuilder text) {
        if (data.isEmpty() || "{[\"".indexOf(data.charAt(0)) < 0) {
            return false;
        }
        try (var json = Json.factory().createParser(data)) {
            value(json, json.nextToken(), "", text);
            return json.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    private void value(JsonParser json, JsonToken token, String name, StringBuilder text) throws IOException {
        if (token == JsonToken.START_OBJECT) {
            object(json, text);
        } else if (token == JsonToken.START_ARRAY) {
            for (var next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
                value(json, next, name, text);
            }
        } else if (token == JsonToken.VALUE_STRING && isText(name, json.getText())) {
            text.append(json.getText());
        }
    }

    private void object(JsonParser json, StringBuilder text) throws IOException {
        var token = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            var name = json.currentName();
            var value = json.nextToken();
            token |= name.equals("token");
            // TGI's last token comes with the whole text.
            if (DETAILS.contains(name) || (token && name.equals("generated_text"))) {
                json.skipChildren();
            } else {
                value(json, value, name, text);
            }
        }
    }

    private boolean isText(String name, String text) {
        if (name.isEmpty() || ResponseRules.USUAL_DELTAS.contains(name)) {
            return true;
        }
        return !ResponseRules.USUAL_WHOLES.contains(name)
                && (text.length() > LONGEST_LABEL
                        || others.size() > MOST_NAMES
                        || !text.equals(others.put(name, text)));
    }
}
