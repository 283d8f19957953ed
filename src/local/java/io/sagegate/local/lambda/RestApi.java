package io.sagegate.local.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sagegate.local.http.Header;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A REST API with `ANY /{proxy+}`, one stage and `*/*` as binary media type: payload 1.0.
record RestApi(String region, String account, String stage) implements EventShape {
    private static final String ID = "localrest";
    private static final String RESOURCE = "/{proxy+}";

    /// Headers that API Gateway passes on under another name.
    private static final Set<String> REMAPPED = Set.of("date", "server");

    @Override
    public Optional<HttpAnswer> refusal(FrontRequest request) {
        return request.rawPath().startsWith("/" + stage + "/")
                ? Optional.empty()
                : Optional.of(EventShape.message(403, "message", "Forbidden"));
    }

    @Override
    public ObjectNode event(FrontRequest request) {
        String host = ID + ".execute-api." + region + ".amazonaws.com";
        String path = request.rawPath().substring(stage.length() + 1);
        ObjectNode event = Payload2.JSON.createObjectNode();
        event.put("resource", RESOURCE);
        event.put("path", path);
        event.put("httpMethod", request.method());
        headers(event, request.forwarded(host));
        query(event, request.rawQuery());
        event.putObject("pathParameters").put("proxy", path.substring(1));
        event.putNull("stageVariables");
        context(event.putObject("requestContext"), request, host);
        if (request.body().length == 0) {
            event.putNull("body");
        } else {
            event.put("body", Base64.getEncoder().encodeToString(request.body()));
        }
        event.put("isBase64Encoded", request.body().length > 0);
        return event;
    }

    private static void headers(ObjectNode event, List<Header> headers) {
        ObjectNode last = event.putObject("headers");
        ObjectNode all = event.putObject("multiValueHeaders");
        for (Header header : headers) {
            last.put(header.name(), header.value());
            all.withArray(header.name()).add(header.value());
        }
    }

    private static void query(ObjectNode event, String rawQuery) {
        Map<String, List<String>> parameters = QueryString.parse(rawQuery);
        if (parameters.isEmpty()) {
            event.putNull("queryStringParameters");
            event.putNull("multiValueQueryStringParameters");
            return;
        }
        ObjectNode last = event.putObject("queryStringParameters");
        ObjectNode all = event.putObject("multiValueQueryStringParameters");
        parameters.forEach((name, values) -> {
            last.put(name, values.getLast());
            values.forEach(all.putArray(name)::add);
        });
    }

    private void context(ObjectNode context, FrontRequest request, String host) {
        context.put("accountId", account);
        context.put("resourceId", "local0");
        context.put("stage", stage);
        context.put("domainName", host);
        context.put("domainPrefix", ID);
        context.put("requestId", request.requestId());
        context.put("extendedRequestId", "local=");
        context.put("requestTime", Payload2.time(request.time()));
        context.put("requestTimeEpoch", request.time().toEpochMilli());
        identity(context.putObject("identity"), request);
        context.put("path", request.rawPath());
        context.put("resourcePath", RESOURCE);
        context.put("httpMethod", request.method());
        context.put("apiId", ID);
        context.put("protocol", "HTTP/1.1");
    }

    private static void identity(ObjectNode node, FrontRequest request) {
        Optional<LocalIdentity> who = request.identity();
        node.putNull("cognitoIdentityPoolId");
        node.put("accountId", who.map(LocalIdentity::account).orElse(null));
        node.putNull("cognitoIdentityId");
        node.put("caller", who.map(LocalIdentity::userId).orElse(null));
        node.put("accessKey", who.map(LocalIdentity::accessKey).orElse(null));
        node.put("sourceIp", request.sourceIp());
        node.putNull("cognitoAuthenticationType");
        node.putNull("cognitoAuthenticationProvider");
        node.put("userArn", who.map(LocalIdentity::arn).orElse(null));
        node.put("userAgent", request.userAgent());
        node.put("user", who.map(LocalIdentity::userId).orElse(null));
    }

    @Override
    public HttpAnswer read(byte[] payload) throws MalformedAnswer {
        HttpAnswer answer = FunctionAnswer.ofPayload1(payload);
        List<Header> headers = new ArrayList<>();
        for (Header header : answer.headers()) {
            boolean remap = REMAPPED.contains(header.lowerName());
            headers.add(remap ? new Header("x-amzn-Remapped-" + header.name(), header.value()) : header);
        }
        return new HttpAnswer(answer.status(), headers, answer.body());
    }

    @Override
    public HttpAnswer tooLarge() {
        return EventShape.message(413, "message", "Request Too Long");
    }

    @Override
    public HttpAnswer throttled() {
        return EventShape.message(429, "message", "Too Many Requests");
    }

    @Override
    public HttpAnswer timedOut() {
        return EventShape.message(504, "message", "Endpoint request timed out");
    }

    @Override
    public HttpAnswer failed() {
        return EventShape.message(502, "message", "Internal server error");
    }

    @Override
    public boolean streams() {
        return true;
    }
}
