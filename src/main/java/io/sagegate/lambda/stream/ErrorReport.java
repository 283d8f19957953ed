package io.sagegate.lambda.stream;

import io.sagegate.json.JsonObject;

/// A failure in the form of the Runtime API. It states the class of the throwable and never its message, which may
/// quote input.
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
