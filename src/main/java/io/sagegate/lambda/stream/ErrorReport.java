package io.sagegate.lambda.stream;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sagegate.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// A failure as the Runtime API takes it. Says the class of what was thrown and never its text, which may quote
/// input.
record ErrorReport(String type, String message) {
    static ErrorReport of(Throwable fault) {
        return new ErrorReport("Runtime." + fault.getClass().getSimpleName(), "The function failed; see its log.");
    }

    byte[] json() {
        var out = new ByteArrayOutputStream(128);
        try (JsonGenerator json = Json.factory().createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("errorType", type);
            json.writeStringField("errorMessage", message);
            json.writeArrayFieldStart("stackTrace");
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
