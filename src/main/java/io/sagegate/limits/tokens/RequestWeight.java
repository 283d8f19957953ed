package io.sagegate.limits.tokens;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;

/// Weighs the input in a JSON body. The bytes of its texts and of everything below the top level count. Token ids
/// count as tokens, and each picture, sound or file as one. White space between values weighs nothing.
final class RequestWeight {
    /// Members whose whole numbers are token ids.
    private static final Set<String> IDS = Set.of("prompt", "input", "input_ids", "token_ids", "prompt_token_ids");

    private final JsonParser json;
    private long text;
    private long ids;
    private long media;
    private boolean tensor;
    private String tensorName = "";
    private long largest;

    RequestWeight(JsonParser json) {
        this.json = json;
    }

    Demand.Input input(long mediaTokens, boolean echoes) {
        return Demand.input(text, ids, media, mediaTokens, echoes);
    }

    /// Weighs a member's name that the model reads.
    void name(String name) {
        text += name.length();
    }

    /// Weighs a member of a request. A number by itself is an option, which no model reads.
    void value(JsonToken token, String name) throws IOException {
        if (token.isStructStart() || token == JsonToken.VALUE_STRING) {
            element(token, name);
        }
    }

    /// Weighs an element of a member's list.
    void element(JsonToken token, String name) throws IOException {
        weigh(token, name, Media.MEMBERS.contains(name));
    }

    /// Weighs an object of `inputs`. Returns whether it is a prompt of its own: the messages of a chat are one
    /// prompt.
    boolean input() throws IOException {
        tensor = false;
        tensorName = "";
        largest = -1;
        var message = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            var name = json.currentName();
            var value = json.nextToken();
            message |= name.equals("role");
            tensor |= name.equals("datatype");
            if (name.equals("name") && value == JsonToken.VALUE_STRING) {
                tensorName = json.getText();
            }
            name(name);
            weigh(value, name, Media.MEMBERS.contains(name));
        }
        return !message && !tensor;
    }

    /// Whether the last object of `inputs` was a tensor of KServe's protocol.
    boolean isTensor() {
        return tensor;
    }

    /// The bound that this tensor names; -1 if it names none.
    long tensorBound(Set<String> names) {
        return tensor && names.contains(tensorName) ? largest : -1;
    }

    private void weigh(JsonToken token, String name, boolean mayBeMedia) throws IOException {
        switch (token) {
            case START_OBJECT -> {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    var member = json.currentName();
                    name(member);
                    weigh(json.nextToken(), member, mayBeMedia || Media.MEMBERS.contains(member));
                }
            }
            case START_ARRAY -> {
                for (var next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
                    weigh(next, name, mayBeMedia);
                }
            }
            case VALUE_STRING -> string(mayBeMedia);
            default -> number(token, name);
        }
    }

    private void string(boolean mayBeMedia) throws IOException {
        if (mayBeMedia && Media.isValue(json.getText())) {
            media++;
        } else {
            text += Utf8.length(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
        }
    }

    private void number(JsonToken token, String name) throws IOException {
        if (token == JsonToken.VALUE_NUMBER_INT) {
            largest = Math.max(largest, WholeNumber.of(json, token).orElse(-1));
            if (IDS.contains(name)) {
                ids++;
                return;
            }
        }
        text += json.getTextLength();
    }
}
