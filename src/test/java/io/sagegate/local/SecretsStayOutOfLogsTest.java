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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// Runs last, so that what it reads are the logs of the whole run: operational log, audit lines, metrics, traces.
@Order(Integer.MAX_VALUE)
@Isolated
final class SecretsStayOutOfLogsTest {
    private static final LocalWorld WORLD = SharedWorld.get();
    private static final String PROMPT = "my secret prompt 8271 about the patient in bed 14 of ward C";
    private static final String KEY = "sg_k7Qx_aB3dE5gH7jK9mN1pQ2sT4vW6yZ8bC0fG3hJ5kL7nP9rS1";

    /// Any JWT's header, any gateway key's secret, and what AWS's session tokens and secrets look like here.
    private static final List<Pattern> SHAPES = List.of(
            Pattern.compile("eyJ[A-Za-z0-9_-]{8,}"),
            Pattern.compile("sg_[A-Za-z0-9]+_[A-Za-z0-9]{16,}"),
            Pattern.compile("local-secret"),
            Pattern.compile("(?i)bearer [a-z0-9]"));

    @BeforeAll
    static void useSecretsOfEveryKind() throws IOException, InterruptedException {
        var issuer = WORLD.localIssuer().orElseThrow();
        var last = "";
        try (var http = HttpClient.newHttpClient()) {
            for (var credential : List.of(
                    "Bearer " + issuer.token("alice"),
                    "Bearer " + issuer.expiredToken("alice"),
                    "Bearer " + issuer.token("mallory") + "x",
                    "Bearer " + KEY,
                    "Basic " + KEY)) {
                for (var body : List.of(SampleCall.read().features(), PROMPT)) {
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
    }

    @Test
    void noLogOfTheSharedWorldHoldsWhatLooksLikeATokenAKeyOrAResult() throws IOException {
        for (var file : List.of(WORLD.functionLog(), WORLD.auditLog(), WORLD.traces())) {
            var text = Files.readString(file);
            assertThat(text).as(file.toString()).isNotEmpty();
            assertThat(text.contains("\"score\"")).as("a result in " + file).isFalse();
            for (var shape : SHAPES) {
                assertThat(shape.matcher(text).results().map(hit -> hit.group().substring(0, 3)))
                        .as(shape + " in " + file)
                        .isEmpty();
            }
        }
    }

    /// Secrets that any test of this run sent, minted or was given: no function, no audit line, no trace and no test's
    /// own
    /// output says any of it.
    @Test
    void noTokenKeyOrPromptThatTheWholeRunUsedIsInAnyOfItsLogs() throws IOException {
        WholeRun.flush();
        assertThat(WholeRun.LOG).isNotEmptyFile();
        assertThat(List.of("token", "key", "prompt"))
                .allSatisfy(kind ->
                        assertThat(WholeRun.secrets().size(kind)).as(kind).isPositive());
        try (var log = Files.newBufferedReader(WholeRun.LOG)) {
            assertThat(WholeRun.secrets().find(log)).as(WholeRun.LOG.toString()).isEmpty();
        }
    }
}
