package io.sagegate.local.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sagegate.local.http.Header;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A form in which AWS turns HTTP into an event, with AWS's own answers for a failed function.
sealed interface EventShape permits FunctionUrl, HttpApi, RestApi {
    /// Makes the event of a request.
    ObjectNode event(FrontRequest request);

    /// AWS's own answer if no event can be made, such as for an unknown stage.
    default Optional<HttpAnswer> refusal(FrontRequest request) {
        return Optional.empty();
    }

    /// Reads the function's answer.
    HttpAnswer read(byte[] payload) throws MalformedAnswer;

    HttpAnswer tooLarge();

    HttpAnswer throttled();

    HttpAnswer timedOut();

    HttpAnswer failed();

    /// Whether a streamed response reaches the client as the function writes it.
    boolean streams();

    /// Makes one of AWS's own short answers.
    static HttpAnswer message(int status, String key, String text) {
        String json = "{\"" + key + "\":\"" + text + "\"}";
        return new HttpAnswer(
                status, List.of(new Header("Content-Type", "application/json")), json.getBytes(StandardCharsets.UTF_8));
    }

    /// Whether a payload 2.0 function gets a body of this media type as text; all others arrive in base64.
    static boolean isText(List<Header> headers) {
        if (Header.first(headers, "content-encoding").isPresent()) {
            return false;
        }
        String type = Header.first(headers, "content-type")
                .map(v -> v.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .orElse("");
        return type.startsWith("text/")
                || type.equals("application/json")
                || type.equals("application/javascript")
                || type.equals("application/xml");
    }
}
