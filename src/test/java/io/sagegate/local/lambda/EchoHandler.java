package io.sagegate.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// A function for tests, run by the real Runtime Interface Client: the last part of the path says what to do.
public final class EchoHandler implements RequestStreamHandler {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        JsonNode event = JSON.readTree(input);
        String path = event.path("rawPath").asText(event.path("path").asText());
        switch (path.substring(path.lastIndexOf('/') + 1)) {
            case "bytes" -> answer(output, event.path("body").asText(), true);
            case "large" -> answer(output, "x".repeat(Limits.PAYLOAD), false);
            case "sleep" -> sleep();
            case "exit" -> Runtime.getRuntime().halt(3);
            case "throw" -> throw new IllegalStateException("on purpose");
            case "malformed" -> output.write("not json".getBytes(StandardCharsets.UTF_8));
            case "log" -> log(output);
            case "context" -> answer(output, context(context), false);
            default -> answer(output, event.toString(), false);
        }
    }

    private static void answer(OutputStream output, String body, boolean base64) throws IOException {
        ObjectNode answer = JSON.createObjectNode();
        answer.put("statusCode", 201);
        answer.putObject("headers").put("Content-Type", "application/x-test").put("X-Two", "2");
        answer.putArray("cookies").add("a=1").add("b=2");
        answer.put("body", body);
        answer.put("isBase64Encoded", base64);
        output.write(JSON.writeValueAsBytes(answer));
    }

    private static void log(OutputStream output) throws IOException {
        System.out.println("plain line");
        System.out.println("{\"class_uid\":6003,\"n\":1}");
        System.out.println("{\"class_uid\":1,\"note\":\"class_uid 6003\"}");
        answer(output, Base64.getEncoder().encodeToString(new byte[] {1}), true);
    }

    private static String context(Context context) {
        return context.getAwsRequestId() + " " + context.getInvokedFunctionArn() + " "
                + System.getProperty("com.amazonaws.xray.traceHeader") + " "
                + (context.getRemainingTimeInMillis() > 0) + " " + System.getenv("MARK") + " "
                + System.getenv("AWS_ACCESS_KEY_ID");
    }

    private static void sleep() {
        try {
            Thread.sleep(Long.MAX_VALUE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
