package io.sagegate.local.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sagegate.local.LocalWorld;
import io.sagegate.local.SampleCall;
import io.sagegate.local.SharedWorld;
import io.sagegate.local.lambda.FunctionLog;
import io.sagegate.local.world.ChildProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalPageTest {
    private static final LocalWorld WORLD = SharedWorld.get();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Path> BROWSERS =
            List.of(Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"));

    @TempDir
    private Path directory;

    @Test
    void aCallShowsWithItsDecisionAndTheChainIsIntact() throws IOException, InterruptedException {
        var id = call();
        SharedWorld.auditOf(id);
        var data = JSON.readTree(get(WORLD.page().resolve("/lines?after=0")));
        var line = data.path("lines")
                .valueStream()
                .filter(l -> l.path("unmapped").path("request").asText().equals(id))
                .filter(SharedWorld::isCompletion)
                .findFirst()
                .orElseThrow();
        assertThat(line.path("action").asText()).isEqualTo("Allowed");
        assertThat(data.path("chain").path("intact").asBoolean()).isTrue();
        assertThat(data.path("totals").path("calls").asLong()).isPositive();
        assertThat(data.path("totals").path("denied").asLong())
                .isLessThanOrEqualTo(data.path("totals").path("calls").asLong());
        var nothingNew = JSON.readTree(
                get(WORLD.page().resolve("/lines?after=" + data.path("next").asLong())));
        assertThat(nothingNew.path("next").asLong())
                .isGreaterThanOrEqualTo(data.path("next").asLong());
    }

    @Test
    void aChangedLineBreaksTheChain() throws IOException, InterruptedException {
        SharedWorld.auditOf(call());
        var lines = Files.readString(WORLD.auditLog());
        var auditLog = directory.resolve("audit.log");
        try (var log = new FunctionLog(directory.resolve("function.log"), auditLog);
                var page = LocalPage.start(log, auditLog, List::of)) {
            Files.writeString(auditLog, lines);
            assertThat(chainIntact(page)).isTrue();
            Files.writeString(auditLog, lines.replaceFirst("\"action\":\"[A-Za-z]+\"", "\"action\":\"Ignored\""));
            assertThat(chainIntact(page)).isFalse();
        }
    }

    private static boolean chainIntact(LocalPage page) throws IOException, InterruptedException {
        return JSON.readTree(get(page.uri().resolve("/lines?after=0")))
                .path("chain")
                .path("intact")
                .asBoolean();
    }

    @Test
    void aHostThatIsNotLoopbackIsRefused() throws IOException {
        assertThat(statusFor("127.0.0.1:" + WORLD.page().getPort())).isEqualTo("200");
        assertThat(statusFor("evil.example:" + WORLD.page().getPort())).isEqualTo("403");
        assertThat(statusFor("127.0.0.1")).isEqualTo("403");
    }

    private static String statusFor(String host) throws IOException {
        try (var socket =
                new Socket(InetAddress.ofLiteral("127.0.0.1"), WORLD.page().getPort())) {
            var request = "GET /lines HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII).substring(9);
        }
    }

    @Test
    void theNewestStateOfEachLimitIsInTheLines() throws IOException, InterruptedException {
        var id = call(trial("limited-" + System.nanoTime()));
        SharedWorld.auditOf(id);
        var data = JSON.readTree(get(WORLD.page().resolve("/lines?after=0")));
        var limits = data.path("lines")
                .valueStream()
                .filter(line -> line.path("unmapped").path("request").asText().equals(id))
                .filter(SharedWorld::isCompletion)
                .findFirst()
                .orElseThrow()
                .at("/unmapped/limits");
        assertThat(limits.at("/0/left").asLong()).isEqualTo(2);
        assertThat(limits.at("/0/total").asLong()).isEqualTo(3);
    }

    private static String trial(String subject) {
        return WORLD.localIssuer().orElseThrow().token(subject, Map.of("groups", List.of("trial")));
    }

    @Test
    void whoUsesWhichLimitUpIsReadFromTheUsageTable() throws IOException, InterruptedException {
        var subject = "busy-" + System.nanoTime();
        for (var i = 0; i < 3; i++) {
            SharedWorld.auditOf(call(trial(subject)));
        }
        var limits = JSON.readTree(get(WORLD.page().resolve("/limits"))).path("limits");
        assertThat(limits.size()).isBetween(1, 12);
        var percents =
                limits.valueStream().map(limit -> limit.path("percent").asInt()).toList();
        assertThat(percents).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(percents.getFirst()).isEqualTo(100);
    }

    @Test
    void aTableThatCannotBeReadIsSaid() throws IOException, InterruptedException {
        var auditLog = directory.resolve("audit.log");
        try (var log = new FunctionLog(directory.resolve("function.log"), auditLog);
                var page = LocalPage.start(log, auditLog, () -> {
                    throw new IOException("gone");
                })) {
            assertThat(get(page.uri().resolve("/limits"))).contains("cannot be read");
        }
    }

    /// The chain card, the limits and the rows, as a browser's script made them of the log.
    @Test
    void aBrowserDrawsCallsAndLimitsAndTakesTheirTextForText() throws IOException, InterruptedException {
        var browser = BROWSERS.stream().filter(Files::isExecutable).findFirst();
        assumeThat(browser).as("Chromium").isPresent();
        SharedWorld.auditOf(call());
        var hostile = WORLD.localIssuer().orElseThrow().token("<img src=x onerror=alert(1)>");
        SharedWorld.auditOf(call(hostile));
        var subject = "<img src=y>" + System.nanoTime();
        for (var i = 0; i < 4; i++) {
            SharedWorld.auditOf(call(trial(subject)));
        }
        var command = Stream.of(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--user-data-dir=" + directory.resolve("profile"),
                "--virtual-time-budget=3000",
                "--dump-dom",
                WORLD.page().toString());
        var log = directory.resolve("browser.log");
        try (var chromium = ChildProcess.start(
                Stream.concat(Stream.of(browser.orElseThrow().toString()), command)
                        .toList(),
                Map.of("HOME", directory.toString()),
                directory,
                log)) {
            chromium.onExit().orTimeout(60, TimeUnit.SECONDS).join();
        }
        var page = Files.readString(log);
        assertThat(page)
                .contains(
                        "class=\"pill allowed\">allowed<",
                        ">tumor-xgb<",
                        ">intact<",
                        "var(--sagemaker)",
                        ">/endpoints/tumor-xgb/invocations<");
        assertThat(page).contains("&lt;img src=x onerror").doesNotContain("<img");
        // Three of three requests are used, and the call that was refused shows where.
        var limits = page.substring(page.indexOf("id=\"limits\""), page.indexOf("id=\"legend\""));
        assertThat(limits).contains(">3 requests per hour<", ">0 of 3 left<", ">refused<", ">2 of 2 left<");
        assertThat(limits).contains("&lt;img src=y&gt;").contains(" as trial-reader, tumor-xgb<");
        assertThat(limits).containsPattern(">0\\.\\d{1,4} USD of 1 USD left<");
        var table = page.substring(page.indexOf("id=\"used\""), page.indexOf("id=\"limited\""));
        assertThat(table)
                .contains(">100%<", ">3 requests per hour<", ">0 of 3<")
                .doesNotContain("<img");
    }

    private static String call() throws IOException, InterruptedException {
        return call(WORLD.localIssuer().orElseThrow().token("alice"));
    }

    private static String call(String token) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(WORLD.gateway() + SampleCall.PATH))
                .header("content-type", "text/csv")
                .header("authorization", "Bearer " + token)
                .POST(BodyPublishers.ofString(SampleCall.read().features()))
                .build();
        var answer = HTTP.send(request, BodyHandlers.ofString());
        return answer.headers().firstValue("x-request-id").orElseThrow();
    }

    private static String get(URI uri) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }
}
