package io.sagegate.local.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/// An HTTP API with the `$default` stage and one named stage; paths under `/<stage>` go to the named one.
record HttpApi(String region, String account, String namedStage) implements EventShape {
    private static final String ID = "localhttp";

    @Override
    public ObjectNode event(FrontRequest request) {
        String host = ID + ".execute-api." + region + ".amazonaws.com";
        String path = decoded(request.rawPath());
        boolean named = path.equals("/" + namedStage) || path.startsWith("/" + namedStage + "/");
        String stage = named ? namedStage : "$default";
        return Payload2.event(request, new Payload2.Site(host, ID, stage, path, account));
    }

    /// HTTP APIs hand the path over decoded, although its name is `rawPath`, and cut it at a decoded question mark.
    private static String decoded(String path) {
        try {
            String text = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
            return text.split("\\?", 2)[0];
        } catch (IllegalArgumentException e) {
            return path;
        }
    }

    @Override
    public HttpAnswer read(byte[] payload) throws MalformedAnswer {
        return FunctionAnswer.ofPayload2(payload);
    }

    @Override
    public HttpAnswer tooLarge() {
        return EventShape.message(413, "message", "Request Entity Too Large");
    }

    @Override
    public HttpAnswer throttled() {
        return EventShape.message(429, "message", "Too Many Requests");
    }

    @Override
    public HttpAnswer timedOut() {
        return EventShape.message(504, "message", "Gateway Timeout");
    }

    @Override
    public HttpAnswer failed() {
        return EventShape.message(502, "message", "Internal Server Error");
    }

    @Override
    public boolean streams() {
        return false;
    }
}
