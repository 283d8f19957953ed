package io.sagegate.local.world;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A model container as SageMaker runs it: `GET /ping` and `POST /invocations`, in front of [TumorModel].
///
/// It takes `text/csv` (a row a line, no heading) and `application/json` (`{"instances":[[…]]}`). It answers JSON,
/// or CSV lines of score and label if `Accept` asks for them.
public final class ModelContainer implements AutoCloseable {
    private static final int LARGEST_BODY = 25 * 1024 * 1024;

    private final LoopbackServer server;

    private ModelContainer(LoopbackServer server) {
        this.server = server;
    }

    public static ModelContainer start() throws IOException {
        TumorModel model = TumorModel.load();
        return new ModelContainer(LoopbackServer.start(exchange -> serve(model, exchange)));
    }

    /// The container's address, without a path.
    public URI uri() {
        return server.uri();
    }

    @Override
    public void close() {
        server.close();
    }

    private static void serve(TumorModel model, HttpExchange exchange) throws IOException {
        byte[] body = LoopbackServer.body(exchange, LARGEST_BODY);
        Answer answer = switch (exchange.getRequestMethod() + " "
                + exchange.getRequestURI().getPath()) {
            case "GET /ping" -> new Answer(200, "text/plain", "");
            case "POST /invocations" -> invoke(model, LoopbackServer.headers(exchange), body);
            default -> new Answer(404, "text/plain", "This container serves /ping and /invocations.\n");
        };
        LoopbackServer.answer(
                exchange,
                answer.status(),
                Map.of("Content-Type", answer.contentType(), "X-Amzn-SageMaker-Custom-Attributes", "model=tumor-xgb"),
                answer.body().getBytes(StandardCharsets.UTF_8));
    }

    private static Answer invoke(TumorModel model, Map<String, String> headers, byte[] body) throws IOException {
        if (body.length > LARGEST_BODY) {
            return refuse(413, "the body is larger than " + LARGEST_BODY + " bytes");
        }
        String accept = headers.getOrDefault("accept", "*/*").toLowerCase(Locale.ROOT);
        boolean csv = accept.startsWith("text/csv");
        if (!csv && !accept.contains("*/*") && !accept.contains("application/json")) {
            return refuse(406, "this model answers application/json or text/csv");
        }
        List<float[]> rows;
        try {
            rows = ModelInput.rows(headers.getOrDefault("content-type", ""), body);
        } catch (ModelInput.Unusable e) {
            return refuse(e.status(), e.reason());
        }
        float[] scores = model.malignant(rows);
        return csv ? new Answer(200, "text/csv", csv(scores)) : new Answer(200, "application/json", json(scores));
    }

    private static Answer refuse(int status, String reason) {
        return new Answer(status, "text/plain", reason + "\n");
    }

    private static String csv(float[] scores) {
        StringBuilder lines = new StringBuilder();
        for (float score : scores) {
            lines.append(rounded(score)).append(',').append(label(score)).append('\n');
        }
        return lines.toString();
    }

    private static String json(float[] scores) {
        StringBuilder json = new StringBuilder("{\"predictions\":[");
        for (int i = 0; i < scores.length; i++) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"score\":")
                    .append(rounded(scores[i]))
                    .append(",\"label\":\"")
                    .append(label(scores[i]))
                    .append("\"}");
        }
        return json.append("]}").toString();
    }

    private static String rounded(float score) {
        return String.format(Locale.ROOT, "%.4f", score);
    }

    private static String label(float score) {
        return score > 0.5 ? "malignant" : "benign";
    }

    private record Answer(int status, String contentType, String body) {}
}
