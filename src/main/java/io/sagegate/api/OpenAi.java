package io.sagegate.api;

import io.sagegate.http.Headers;
import io.sagegate.inference.ModelStream;
import io.sagegate.json.JsonLines;
import io.sagegate.json.JsonText;
import io.sagegate.reason.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the OpenAI routes answer, in the form that OpenAI's clients read.
public final class OpenAi {

    private OpenAi() {}

    /// Whether a path's answers are read by OpenAI's clients.
    public static boolean isPath(String path) {
        return path.startsWith("/v1/");
    }

    /// A problem as an error object.
    public static Response error(Problem problem, String requestId) {
        var plain = problem.response(requestId);
        var status = status(problem);
        return new Response(
                status,
                plain.headers().with("content-type", "application/json"),
                error(problem.reason(), status, problem.detail(), requestId));
    }

    /// The container's own refusal of a request is a client's error here, so that no client tries again.
    private static int status(Problem problem) {
        var refused = problem.reason() == Reason.MODEL_ERROR
                && problem.originalStatus()
                        .filter(Set.of(400, 404, 413, 422)::contains)
                        .isPresent();
        return refused ? 400 : problem.reason().status();
    }

    public static byte[] error(Reason reason, int status, Optional<String> detail, String requestId) {
        var error = new LinkedHashMap<String, @Nullable Object>();
        error.put("message", Problem.text(reason, detail));
        error.put("type", type(status));
        error.put("param", reason == Reason.NO_SUCH_MODEL ? "model" : null);
        error.put("code", reason.code());
        error.put("request_id", requestId);
        return bytes(Map.of("error", error));
    }

    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 429 -> "rate_limit_error";
            default -> status < 500 ? "invalid_request_error" : "server_error";
        };
    }

    public static Map<String, Object> model(String name) {
        var model = new LinkedHashMap<String, Object>();
        model.put("id", name);
        model.put("object", "model");
        model.put("created", 0L);
        model.put("owned_by", "sagegate");
        return model;
    }

    public static Response models(List<String> names) {
        var list = new LinkedHashMap<String, Object>();
        list.put("object", "list");
        list.put("data", names.stream().map(OpenAi::model).toList());
        return json(list);
    }

    public static Response json(Object value) {
        return new Response(
                200, Headers.of("content-type", "application/json", "cache-control", "no-store"), bytes(value));
    }

    private static byte[] bytes(Object value) {
        return JsonText.of(value).getBytes(StandardCharsets.UTF_8);
    }

    /// A streamed answer as events: JSON lines become one event each.
    public static StreamedAnswer asEvents(StreamedAnswer streamed) {
        var type = streamed.headers()
                .first("content-type")
                .orElse("")
                .split(";", 2)[0]
                .strip();
        var kind = type.toLowerCase(Locale.ROOT);
        if (!JsonLines.MEDIA_TYPES.contains(kind) && !kind.equals("text/event-stream")) {
            return streamed;
        }
        ModelStream body = JsonLines.MEDIA_TYPES.contains(kind) ? new LinesAsEvents(streamed.body()) : streamed.body();
        return new StreamedAnswer(
                streamed.headers().with("content-type", "text/event-stream; charset=utf-8"),
                body,
                Framing.openAiEvents());
    }

    /// The fields of SageMaker that make sense here too; the rest of what OpenAI's clients send is not for it.
    static Headers forModel(Headers caller) {
        var headers = new Headers.Builder().add("content-type", "application/json");
        for (var name : List.of(
                CallHeaders.SESSION_ID,
                CallHeaders.INFERENCE_ID,
                CallHeaders.ENABLE_EXPLANATIONS,
                CallHeaders.CUSTOM_ATTRIBUTES)) {
            new ArrayList<>(caller.all(name)).forEach(value -> headers.add(name, value));
        }
        return headers.build();
    }
}
