package io.sagegate.local.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sagegate.local.http.Header;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A Lambda Function URL: payload 2.0, path as sent, streaming through.
record FunctionUrl(String region) implements EventShape {
    private static final String ID = "localurl";

    @Override
    public ObjectNode event(FrontRequest request) {
        String account = request.identity().map(LocalIdentity::account).orElse("anonymous");
        String host = ID + ".lambda-url." + region + ".on.aws";
        return Payload2.event(request, new Payload2.Site(host, ID, "$default", request.rawPath(), account));
    }

    @Override
    public HttpAnswer read(byte[] payload) throws MalformedAnswer {
        return FunctionAnswer.ofPayload2(payload);
    }

    @Override
    public HttpAnswer tooLarge() {
        return EventShape.message(
                413,
                "Message",
                "Request must be smaller than " + Limits.PAYLOAD + " bytes for the InvokeFunction operation");
    }

    @Override
    public HttpAnswer throttled() {
        return EventShape.message(429, "Message", "Rate Exceeded.");
    }

    @Override
    public HttpAnswer timedOut() {
        return failed();
    }

    @Override
    public HttpAnswer failed() {
        return new HttpAnswer(
                502,
                List.of(new Header("Content-Type", "application/json")),
                "Internal Server Error".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean streams() {
        return true;
    }
}
