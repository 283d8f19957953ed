package io.sagegate.aws.call;

import java.util.Optional;

/// A whole answer of a service.
public record Answer(int status, Fields fields, byte[] body) {
    public boolean isSuccess() {
        return status / 100 == 2;
    }

    public Optional<String> first(String field) {
        return fields.first(field);
    }

    /// The error's name, without the prefix and suffix that AWS may add. Empty if the answer names no error.
    ///
    /// Source: Smithy, "AWS JSON 1.0 protocol" and "AWS restJson1 protocol", operation error serialization.
    public String errorCode() {
        var code = first("x-amzn-errortype").or(this::codeInBody).orElse("");
        var start = code.indexOf('#') + 1;
        var colon = code.indexOf(':', start);
        return colon < 0 ? code.substring(start) : code.substring(start, colon);
    }

    private Optional<String> codeInBody() {
        return member("__type").or(() -> member("code"));
    }

    /// The text or number of one member of the body's JSON object.
    public Optional<String> member(String name) {
        return JsonBody.member(body, name);
    }

    @Override
    public String toString() {
        return "Answer[" + status + ", " + body.length + " bytes]";
    }
}
