package io.sagegate.local.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ModelContainerTest {
    private final ModelContainer container;
    private final LabelledRows heldOut;
    private final HttpClient http = HttpClient.newHttpClient();

    ModelContainerTest() throws IOException {
        container = ModelContainer.start();
        heldOut = TumorModel.heldOut();
    }

    @AfterAll
    void stop() {
        http.close();
        container.close();
    }

    @Test
    void pingSaysTheContainerIsWell() throws Exception {
        HttpRequest ping =
                HttpRequest.newBuilder(container.uri().resolve("/ping")).build();

        assertThat(http.send(ping, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void atLeast94OfAHundredHeldOutRowsAreDiagnosedRightly() throws Exception {
        String body =
                IntStream.range(0, heldOut.size()).mapToObj(heldOut::features).collect(Collectors.joining("\n"));

        List<String> answers =
                invoke("text/csv", "text/csv", body).body().lines().toList();

        assertThat(answers).hasSameSizeAs(heldOut.lines());
        long right = IntStream.range(0, heldOut.size())
                .filter(row -> answers.get(row).endsWith(",malignant") == heldOut.malignant(row))
                .count();
        assertThat((double) right / heldOut.size()).isGreaterThanOrEqualTo(0.94);
    }

    @Test
    void jsonRowsGetTheSameAnswerAsCsvRows() throws Exception {
        String csv = invoke("text/csv", "text/csv", heldOut.features(0) + "\n" + heldOut.features(1))
                .body();
        HttpResponse<String> json = invoke(
                "application/json; charset=utf-8",
                "application/json",
                "{\"instances\":[[" + heldOut.features(0) + "],[" + heldOut.features(1) + "]]}");

        JsonNode predictions = new ObjectMapper().readTree(json.body()).get("predictions");
        assertThat(json.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(csv.lines())
                .containsExactly(
                        "%.4f,%s".formatted(predictions.at("/0/score").asDouble(), text(predictions, "/0/label")),
                        "%.4f,%s".formatted(predictions.at("/1/score").asDouble(), text(predictions, "/1/label")));
    }

    private static String text(JsonNode node, String pointer) {
        return node.at(pointer).asText();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/csv         | */*       | '1,2,3'                 | 400 | row 1 has 3 values, this model takes 30",
                "text/csv         | */*       | ' '                     | 400 | expected 1 to 100000 rows, got 0",
                "text/csv         | */*       | '1,,,,,,,,,,,,,,,,,,,,,,,,,,,,,' | 400 | row 1, column 2 is not a number",
                "application/json | */*       | '{\"instances\":[[1]]}' | 400 | row 1 has 1 values, this model takes 30",
                "application/json | */*       | '{'                     | 400 | the body is not JSON",
                "application/json | */*       | '{\"rows\":[]}'         | 400 | expected {\"instances\": [[30 numbers], …]}",
                "image/png        | */*       | 'x'                     | 415 | this model takes text/csv or application/json",
                "text/csv         | image/png | '1'                     | 406 | this model answers application/json or text/csv"
            })
    void inputTheModelCannotTakeIsRefusedWithTheReason(
            String contentType, String accept, String body, int status, String reason) throws Exception {
        HttpResponse<String> answer = invoke(contentType, accept, body);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(reason + "\n");
    }

    private HttpResponse<String> invoke(String contentType, String accept, String body) throws Exception {
        URI uri = container.uri().resolve("/invocations");
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Content-Type", contentType)
                .header("Accept", accept)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
