package io.sagegate.api;

import io.sagegate.api.framing.LinesAsEvents;
import io.sagegate.api.framing.ModelName;
import io.sagegate.api.framing.NamedStream;
import io.sagegate.http.Headers;
import io.sagegate.http.MediaType;
import io.sagegate.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The answers of the OpenAI routes, in the form that OpenAI's clients read.
public final class OpenAi {
    /// Creation time of every model, in seconds since 1970: the first release, since a policy states no such time.
    private static final long CREATED = 1_795_392_000L;

    private OpenAi() {}

    /// Whether a path belongs to the OpenAI routes.
    public static boolean isPath(String path) {
        return path.startsWith("/v1/");
    }

    /// Turns a problem into OpenAI's error object.
    public static Response error(Problem problem, String requestId) {
        return OpenAiErrors.response(problem, requestId);
    }

    public static Map<String, Object> model(String name) {
        var model = new LinkedHashMap<String, Object>();
        model.put("id", name);
        model.put("object", "model");
        model.put("created", CREATED);
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

    /// Turns a streamed answer into events that state the requested model name. Each JSON line becomes one event.
    public static StreamedAnswer asEvents(StreamedAnswer streamed, String model) {
        var media = MediaType.of(streamed.headers());
        if (!media.isJsonLines() && !media.isEventStream()) {
            return streamed;
        }
        var body = media.isJsonLines() ? new LinesAsEvents(streamed.body()) : streamed.body();
        return new StreamedAnswer(
                streamed.headers().with("content-type", "text/event-stream; charset=utf-8"),
                new NamedStream(body, model),
                Framing.openAiEvents());
    }

    /// Returns a whole answer with the requested model name in it.
    public static Response named(Response response, String model) {
        if (!MediaType.of(response.headers()).name().equals("application/json")) {
            return response;
        }
        var text = new String(response.body(), StandardCharsets.UTF_8);
        var named = ModelName.in(text, model);
        return named.equals(text)
                ? response
                : new Response(response.status(), response.headers(), named.getBytes(StandardCharsets.UTF_8));
    }

    /// The SageMaker fields that are sent on. Other fields of OpenAI's clients are not meant for the container.
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
