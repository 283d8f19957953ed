package io.sagegate.local.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sagegate.local.http.Header;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One of the ways AWS turns HTTP into an event, and what it says itself when the function cannot answer.
sealed interface EventShape permits FunctionUrl, HttpApi, RestApi {
    /// The event, or an answer of AWS's own when the request never reaches the function.
    ObjectNode event(FrontRequest request);

    /// The answer when no event can be made: an unknown stage.
    default Optional<HttpAnswer> refusal(FrontRequest request) {
        return Optional.empty();
    }

    /// Reads what the function answered.
    HttpAnswer read(byte[] payload) throws MalformedAnswer;

    HttpAnswer tooLarge();

    HttpAnswer throttled();

    HttpAnswer timedOut();

    HttpAnswer failed();

    /// Whether a streamed response reaches the client as it is made.
    boolean streams();

    /// AWS's own short answers.
    static HttpAnswer message(int status, String key, String text) {
        String json = "{\"" + key + "\":\"" + text + "\"}";
        return new HttpAnswer(
                status, List.of(new Header("Content-Type", "application/json")), json.getBytes(StandardCharsets.UTF_8));
    }

    /// Media types that reach a payload 2.0 function as text; everything else arrives in base64.
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
