package io.sagegate.aws.call;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A whole answer of a service.
public record Answer(int status, Fields fields, byte[] body) {
    /// Bytes of an XML answer that are searched for the error's name, which stands near its beginning.
    private static final int MAX_XML = 4_096;

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
        return member("__type").or(() -> member("code")).or(this::codeInXml);
    }

    /// Source: Smithy, "AWS query protocol" and "AWS restXml protocol", operation error serialization.
    private Optional<String> codeInXml() {
        var xml = new String(body, 0, Math.min(body.length, MAX_XML), StandardCharsets.UTF_8);
        var start = xml.indexOf("<Code>");
        var end = xml.indexOf("</Code>", Math.max(0, start));
        return start < 0 || end < 0 ? Optional.empty() : Optional.of(xml.substring(start + "<Code>".length(), end));
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
