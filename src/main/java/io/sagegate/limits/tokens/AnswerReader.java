package io.sagegate.limits.tokens;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sagegate.json.Json;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/// Reads the JSON of an answer, whole or event by event: its texts, and its statement of usage. That is
/// OpenAI's `usage`, SGLang's `meta_info` or TGI's `details`. Not thread-safe.
final class AnswerReader {
    /// Members that repeat the pieces of a text, or give their probabilities.
    private static final Set<String> DETAILS =
            Set.of("logprobs", "top_logprobs", "prompt_logprobs", "top_tokens", "tokens", "prefill");

    /// Members at the top that state the usage of the one answer beside them.
    private static final Set<String> OF_ONE_ANSWER = Set.of("meta_info", "details");

    /// The result of reading one JSON value.
    ///
    /// @param textBytes bytes of texts that did not occur before
    record Read(long textBytes, Optional<Statement> stated) {}

    private final AnswerText texts;
    private final boolean single;
    /// @param answers how many answers the request asked for
    AnswerReader(long answers) {
        this.texts = new AnswerText(answers);
        this.single = answers == 1;
    }

    /// Reads one JSON value. Empty if the text is not a whole, valid JSON object, array or string.
    Optional<Read> read(String data) {
        if (data.isEmpty() || "{[\"".indexOf(data.charAt(0)) < 0) {
            return Optional.empty();
        }
        try (var json = Json.factory().createParser(data)) {
            return read(json);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// Reads the value that comes next in the parser.
    Optional<Read> read(JsonParser json) throws IOException {
        texts.begin();
        var first = json.nextToken();
        if (first == null) {
            return Optional.empty();
        }
        var stated = Optional.<Statement>empty();
        if (first == JsonToken.START_OBJECT) {
            stated = object(json, true);
        } else {
            value(json, first, "");
        }
        return json.nextToken() == null ? Optional.of(new Read(texts.end(), stated)) : Optional.empty();
    }

    /// Counts a label that stands beside an event's JSON. Returns the bytes to add.
    long label(String name, String value) {
        texts.label(name, value);
        return texts.takeLabels();
    }

    private void value(JsonParser json, JsonToken token, String name) throws IOException {
        if (token == JsonToken.START_OBJECT) {
            object(json, false);
        } else if (token == JsonToken.START_ARRAY) {
            for (var next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
                value(json, next, name);
            }
        } else if (token == JsonToken.VALUE_STRING) {
            texts.add(name, json.getText());
        }
    }

    private Optional<Statement> object(JsonParser json, boolean top) throws IOException {
        var stated = Optional.<Statement>empty();
        var token = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            var name = json.currentName();
            var value = json.nextToken();
            token |= name.equals("token");
            if (top && value == JsonToken.START_OBJECT && states(name, stated)) {
                stated = Optional.of(statement(json));
            } else if (DETAILS.contains(name)) {
                detail(json, value);
            } else if (token && name.equals("generated_text") && value == JsonToken.VALUE_STRING) {
                // TGI sends the whole text with the last token.
                texts.repeat(json.getText());
            } else {
                value(json, value, name);
            }
        }
        return stated;
    }

    private boolean states(String name, Optional<Statement> before) {
        return name.equals("usage") || (single && before.isEmpty() && OF_ONE_ANSWER.contains(name));
    }

    /// Reads a statement. Its other members are counted like any other text of the answer.
    private Statement statement(JsonParser json) throws IOException {
        var statement = new Statement();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            var name = json.currentName();
            var value = json.nextToken();
            if (value == JsonToken.START_OBJECT && Statement.DETAILS.contains(name)) {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    var inner = json.currentName();
                    var number = json.nextToken();
                    statement.see(inner, json, number);
                    value(json, number, inner);
                }
            } else {
                statement.see(name, json, value);
                if (DETAILS.contains(name)) {
                    detail(json, value);
                } else {
                    value(json, value, name);
                }
            }
        }
        return statement;
    }

    private void detail(JsonParser json, JsonToken value) throws IOException {
        var depth = value.isStructStart() ? 1 : 0;
        if (value == JsonToken.VALUE_STRING) {
            texts.detail(json.getText());
        }
        while (depth > 0) {
            var token = json.nextToken();
            if (token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME) {
                texts.detail(json.getText());
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        }
    }
}
