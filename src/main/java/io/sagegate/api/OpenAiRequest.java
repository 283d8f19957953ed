package io.sagegate.api;

import io.sagegate.http.MediaType;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import io.sagegate.json.JsonText;
import io.sagegate.policy.Action;
import io.sagegate.policy.ModelRoute;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A body of the OpenAI routes: what the gateway reads of it, and all the rest as it came.
public record OpenAiRequest(String model, boolean stream, Map<String, @Nullable Object> members) {
    /// Empty when the body is not an object with a text `model`, or `stream` is no truth value.
    public static Optional<OpenAiRequest> read(Request request) {
        if (!MediaType.of(request.headers()).name().equals("application/json")) {
            return Optional.empty();
        }
        try {
            var members = Json.readObject(request.body(), JsonLimits.BODY);
            var stream = members.get("stream");
            return members.get("model") instanceof String model && (stream == null || stream instanceof Boolean)
                    ? Optional.of(new OpenAiRequest(model, Boolean.TRUE.equals(stream), members))
                    : Optional.empty();
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    public Action action() {
        return stream ? Action.INVOKE_STREAM : Action.INVOKE;
    }

    /// The request that goes to the container: the same, but for the name that the container knows.
    public Request to(ModelRoute route, Request request) {
        var named = new LinkedHashMap<>(members);
        named.put("model", route.containerModel().orElse(model));
        var body = named.get("model").equals(model)
                ? request.body()
                : JsonText.of(named).getBytes(StandardCharsets.UTF_8);
        return request.with(OpenAi.forModel(request.headers()), body);
    }

    /// Sizes only.
    @Override
    public String toString() {
        return "OpenAiRequest[" + members.size() + " members]";
    }
}
