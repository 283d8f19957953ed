package io.sagegate.lambda.stream;

import io.sagegate.json.JsonObject;

/// A failure as the Runtime API takes it. Says the class of what was thrown and never its text, which may quote
/// input.
record ErrorReport(String type, String message) {
    static ErrorReport of(Throwable fault) {
        return new ErrorReport("Runtime." + fault.getClass().getSimpleName(), "The function failed; see its log.");
    }

    byte[] json() {
        return JsonObject.utf8(json -> {
            json.writeStringField("errorType", type);
            json.writeStringField("errorMessage", message);
            json.writeArrayFieldStart("stackTrace");
            json.writeEndArray();
        });
    }
}
