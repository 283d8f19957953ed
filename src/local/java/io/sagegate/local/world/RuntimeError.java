package io.sagegate.local.world;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// An error as SageMaker Runtime sends it: its kind in `x-amzn-ErrorType`, its members in a JSON body.
public record RuntimeError(int status, String type, Map<String, Object> members) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public RuntimeError {
        members = Map.copyOf(members);
    }

    static RuntimeError of(int status, String type, String message) {
        return new RuntimeError(status, type, Map.of("Message", message));
    }

    /// Makes an error of AWS's front door. It comes before the service, and its `message` is in lower case.
    static RuntimeError door(int status, String type, String message) {
        return new RuntimeError(status, type, Map.of("message", message));
    }

    static RuntimeError validation(String message) {
        return of(400, "ValidationError", message);
    }

    static RuntimeError internal() {
        return of(500, "InternalFailure", "An internal failure occurred.");
    }

    /// The error if the model answered with an error status, or (`originalStatus` 0) not in time.
    static RuntimeError model(FrontSettings settings, String endpoint, int originalStatus, String originalMessage) {
        String what = " with message \"" + originalMessage + "\"";
        return model(settings, endpoint, originalStatus, originalMessage, what);
    }

    /// The error if the model's answer broke off, or is larger than SageMaker takes.
    static RuntimeError broken(FrontSettings settings, String endpoint) {
        return model(settings, endpoint, 500, "", " and could not load the entire response body");
    }

    private static RuntimeError model(
            FrontSettings settings, String endpoint, int originalStatus, String originalMessage, String what) {
        boolean client = originalStatus >= 400 && originalStatus < 500;
        String region = settings.region();
        String logGroup = "/aws/sagemaker/Endpoints/" + endpoint;
        Map<String, Object> members = new TreeMap<>();
        members.put("ErrorCode", client ? "CLIENT_ERROR_FROM_MODEL" : "INTERNAL_FAILURE_FROM_MODEL");
        members.put("OriginalStatusCode", originalStatus);
        members.put("OriginalMessage", originalMessage);
        members.put("LogStreamArn", "arn:aws:logs:" + region + ":" + settings.account() + ":log-group:" + logGroup);
        members.put(
                "Message",
                "Received " + (client ? "client" : "server") + " error (" + originalStatus + ") from primary" + what
                        + ". See https://" + region + ".console.aws.amazon.com/cloudwatch/home?region=" + region
                        + "#logEventViewer:group=" + logGroup + " in account " + settings.account()
                        + " for more information.");
        return new RuntimeError(424, "ModelError", members);
    }

    static RuntimeError timedOut(FrontSettings settings, String endpoint) {
        return model(
                settings,
                endpoint,
                0,
                "Your invocation timed out while waiting for a response from container primary. Review the latency"
                        + " metrics for each container in Amazon CloudWatch, resolve the issue, and try again.");
    }

    byte[] json() {
        return json(members);
    }

    static byte[] json(Map<String, Object> members) {
        try {
            return JSON.writeValueAsString(members).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
