package io.sagegate.api;

import io.sagegate.reason.Reason;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The paths under `/v1/`. Clients join base address and path in many ways, so extra slashes are accepted here. No
/// path here holds the name of an endpoint.
final class OpenAiRoutes {
    static final Map<String, String> OPERATIONS = Map.of(
            "/v1/chat/completions", "chat",
            "/v1/completions", "completions",
            "/v1/embeddings", "embeddings");

    private static final String MODELS = "/v1/models";
    private static final Pattern ACCEPTABLE = Pattern.compile("/v1(?:/[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}){1,8}");
    private static final Pattern SLASHES = Pattern.compile("/{2,}");
    private static final int LONGEST = 1_024;

    /// A model's name, as the policy accepts it.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._:/-]{0,126}[A-Za-z0-9])?");

    private static final Pattern ESCAPED = Pattern.compile("%(2[DdEeFf]|3[Aa]|5[Ff])");

    private static final String SERVED =
            "Served here: POST /v1/chat/completions, /v1/completions and /v1/embeddings, and GET /v1/models.";

    /// Paths of other APIs that clients use by default, each with the client setting that leads to these routes.
    private static final Map<String, String> ELSEWHERE = Map.of(
            "/v1/responses",
            "The Responses API is not served. Switch the client to chat completions: client.chat.completions.create in"
                    + " OpenAI's libraries, use_responses_api=False in LangChain, openai.chat(...) in the AI SDK.",
            "/v1/messages",
            "Anthropic's Messages API is not served. Switch the client to an OpenAI-compatible provider.",
            "/v1/audio",
            "Audio is not served on /v1. Call the endpoint's own path, /endpoints/NAME/invocations.",
            "/v1/images",
            "Images are not served on /v1. Call the endpoint's own path, /endpoints/NAME/invocations.",
            "/v1/rerank",
            "Rerank is not served on /v1. Call the endpoint's own path, /endpoints/NAME/invocations.",
            "/v1/moderations",
            "Moderations are not served. The policy's guards judge prompts.",
            "/v1/assistants",
            "Assistants are not served. Use chat completions.",
            "/v1/threads",
            "Threads are not served. Use chat completions.",
            "/v1/files",
            "Files are not served. Use the asynchronous path of an endpoint for large inputs.");

    private OpenAiRoutes() {}

    static Route of(String method, String given) {
        if (given.length() > LONGEST) {
            return new Route.Refused(Reason.MALFORMED_PATH, Set.of());
        }
        var path = tidied(given);
        if (path.startsWith(MODELS + "/")) {
            return model(method, path.substring(MODELS.length() + 1));
        }
        if (!ACCEPTABLE.matcher(path).matches()) {
            return new Route.Refused(Reason.MALFORMED_PATH, Set.of());
        }
        if (OPERATIONS.containsKey(path)) {
            return Route.only("POST", method, new Route.OpenAiCall(OPERATIONS.get(path)));
        }
        return path.equals(MODELS)
                ? Route.only("GET", method, new Route.Models(Optional.empty()))
                : new Route.Refused(Reason.NO_SUCH_PATH, Set.of(), Optional.of(elsewhere(path)));
    }

    private static String tidied(String path) {
        var single = SLASHES.matcher(path).replaceAll("/");
        return single.endsWith("/") ? single.substring(0, single.length() - 1) : single;
    }

    /// A model's name may contain slashes and colons, plain or percent-encoded once.
    private static Route model(String method, String escaped) {
        var name = ESCAPED.matcher(escaped)
                .replaceAll(match -> String.valueOf((char) Integer.parseInt(match.group(1), 16)));
        return NAME.matcher(name).matches()
                ? Route.only("GET", method, new Route.Models(Optional.of(name)))
                : new Route.Refused(Reason.MALFORMED_PATH, Set.of());
    }

    private static String elsewhere(String path) {
        return ELSEWHERE.entrySet().stream()
                .filter(known -> path.equals(known.getKey()) || path.startsWith(known.getKey() + "/"))
                .findFirst()
                .map(known -> known.getValue() + " " + SERVED)
                .orElse(SERVED);
    }
}
