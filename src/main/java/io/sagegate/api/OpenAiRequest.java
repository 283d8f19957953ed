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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request body of the OpenAI routes: the members that the gateway reads, and all others unchanged.
public record OpenAiRequest(String model, boolean stream, Map<String, @Nullable Object> members) {
    /// The member that identifies the body of each operation.
    private static final Map<String, String> OWN =
            Map.of("chat", "messages", "completions", "prompt", "embeddings", "input");

    /// Members by which containers choose their task, whatever the path is: vLLM, SGLang, TGI, LMI and Triton. Sorted,
    /// so that a message names the first one.
    private static final List<String> TASKS = List.of(
            "data",
            "input",
            "input_ids",
            "inputs",
            "instances",
            "messages",
            "prompt",
            "prompt_embeds",
            "prompt_token_ids",
            "queries",
            "query",
            "text",
            "text_1",
            "text_2",
            "text_input",
            "token_ids");

    /// Reads the body of an operation.
    ///
    /// @param operation the route's: `chat`, `completions` or `embeddings`
    /// @throws UnfitBodyException if the body is not an object with a text `model`, or belongs to another operation
    public static OpenAiRequest read(Request request, String operation) throws UnfitBodyException {
        if (!MediaType.of(request.headers()).name().equals("application/json")) {
            throw new UnfitBodyException("Send the body with Content-Type application/json.");
        }
        if (request.body().length == 0) {
            throw new UnfitBodyException("The body is empty; send a JSON object with \"model\".");
        }
        try {
            var members = Json.readObject(request.body(), JsonLimits.BODY);
            var model = model(members.get("model"));
            var stream = stream(members.get("stream"));
            refuseOthers(members, operation);
            return new OpenAiRequest(model, stream, members);
        } catch (JsonException e) {
            var name = e.duplicate().map(member -> " (\"" + member + "\")").orElse("");
            throw new UnfitBodyException("The body cannot be read: " + e.getMessage() + name + ".");
        }
    }

    private static String model(@Nullable Object value) throws UnfitBodyException {
        return switch (value) {
            case String model -> model;
            case null -> throw new UnfitBodyException("The body has no \"model\"; GET /v1/models lists the names.");
            default -> throw new UnfitBodyException("\"model\" must be a text.");
        };
    }

    private static boolean stream(@Nullable Object value) throws UnfitBodyException {
        return switch (value) {
            case null -> false;
            case Boolean stream -> stream;
            default -> throw new UnfitBodyException("\"stream\" must be true or false.");
        };
    }

    /// A container chooses its task by the body. With another operation's members, a chat model would complete a raw
    /// prompt.
    private static void refuseOthers(Map<String, @Nullable Object> members, String operation)
            throws UnfitBodyException {
        var own = OWN.getOrDefault(operation, "");
        var completes = operation.equals("completions");
        for (var task : TASKS) {
            if (members.containsKey(task) && !task.equals(own) && !(completes && task.equals("prompt_embeds"))) {
                throw new UnfitBodyException("This route takes \"" + own + "\", and not \"" + task + "\".");
            }
        }
        var value = members.get(own);
        var embeds = completes && members.get("prompt_embeds") != null;
        if (own.equals("messages") ? !(value instanceof List<?>) : value == null && !embeds) {
            throw new UnfitBodyException("This route takes \"" + own + "\", which is missing or of the wrong type.");
        }
    }

    public Action action() {
        return stream ? Action.INVOKE_STREAM : Action.INVOKE;
    }

    /// How to ask the container for its usage, if a limit counts the tokens of a stream.
    public AskedUsage askedUsage() {
        var options = members.get("stream_options");
        var fits = stream && !members.containsKey("input") && (options == null || options instanceof Map<?, ?>);
        var already = options instanceof Map<?, ?> map && Boolean.TRUE.equals(map.get("include_usage"));
        if (!fits || already) {
            return AskedUsage.NO;
        }
        return members.containsKey("stream_options") ? AskedUsage.WITH_OPTIONS : AskedUsage.WITHOUT_OPTIONS;
    }

    /// The request that goes to the container. Only the model's name changes, to the one that the container knows.
    public Request to(ModelRoute route, Request request) {
        var name = route.containerModel().orElse(model);
        return request.with(OpenAi.forModel(request.headers()), name.equals(model) ? request.body() : named(name));
    }

    private byte[] named(String name) {
        var named = new LinkedHashMap<>(members);
        named.put("model", name);
        return JsonText.of(named).getBytes(StandardCharsets.UTF_8);
    }

    /// Shows sizes only.
    @Override
    public String toString() {
        return "OpenAiRequest[" + members.size() + " members]";
    }
}
