package io.sagegate.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// Runs last, so that what it reads are the logs of the whole run: operational log, audit lines, metrics, traces.
@Order(Integer.MAX_VALUE)
final class SecretsStayOutOfLogsTest {
    private static final LocalWorld WORLD = SharedWorld.get();
    private static final String PROMPT = "my secret prompt 8271";
    private static final String KEY = "sg_k7Qx_" + "Zz9".repeat(15);

    /// Any JWT's header, any gateway key's secret, and what AWS's session tokens and secrets look like here.
    private static final List<Pattern> SECRETS = List.of(
            Pattern.compile("eyJ[A-Za-z0-9_-]{8,}"),
            Pattern.compile("sg_[A-Za-z0-9]+_[A-Za-z0-9]{16,}"),
            Pattern.compile("local-secret"),
            Pattern.compile("(?i)bearer [a-z0-9]"));

    @Test
    void noLogOfTheWholeRunHoldsATokenAKeyAPromptOrAResult() throws IOException, InterruptedException {
        var issuer = WORLD.localIssuer().orElseThrow();
        var row = SampleCall.read().features();
        var last = "";
        try (var http = HttpClient.newHttpClient()) {
            for (var credential : List.of(
                    "Bearer " + issuer.token("alice"),
                    "Bearer " + issuer.expiredToken("alice"),
                    "Bearer " + issuer.token("mallory") + "x",
                    "Bearer " + KEY,
                    "Basic " + KEY)) {
                for (var body : List.of(row, PROMPT)) {
                    var request = HttpRequest.newBuilder(URI.create(WORLD.gateway() + SampleCall.PATH))
                            .header("content-type", "text/csv")
                            .header("authorization", credential)
                            .header("x-amzn-sagemaker-session-id", "s")
                            .POST(BodyPublishers.ofString(body))
                            .build();
                    var answer = http.send(request, BodyHandlers.ofString());
                    last = answer.headers().firstValue("x-request-id").orElseThrow();
                }
            }
        }
        SharedWorld.auditOf(last);
        for (var file : List.of(WORLD.functionLog(), WORLD.auditLog(), WORLD.traces())) {
            var text = Files.readString(file);
            assertThat(text).as(file.toString()).isNotEmpty();
            assertThat(text.contains(PROMPT)).as("the prompt in " + file).isFalse();
            assertThat(text.contains(row)).as("the row in " + file).isFalse();
            assertThat(text.contains("\"score\"")).as("a result in " + file).isFalse();
            for (var secret : SECRETS) {
                assertThat(secret.matcher(text).results().map(hit -> hit.group().substring(0, 3)))
                        .as(secret + " in " + file)
                        .isEmpty();
            }
        }
    }
}
