package io.sagegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The action's script, with a command line that says what the test wants and GitHub's API on loopback.
final class PolicyActionTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile String comments = "[]";
    private HttpServer github;

    @BeforeEach
    void startGitHub() throws IOException {
        github = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        github.createContext("/", exchange -> {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath() + " " + body);
            var answer = exchange.getRequestMethod().equals("GET") ? comments : "{}";
            exchange.sendResponseHeaders(200, answer.length());
            exchange.getResponseBody().write(answer.getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        github.start();
        Files.writeString(directory.resolve("policy.yaml"), "roles: {}\n");
    }

    @AfterEach
    void stopGitHub() {
        github.stop(0);
    }

    /// @param script what the command line does: `$2` is check, test or plan
    private int run(String script, Map<String, String> variables) throws IOException, InterruptedException {
        var sagegate = Files.writeString(directory.resolve("sagegate"), "#!/bin/sh\n" + script + "\n");
        assertThat(sagegate.toFile().setExecutable(true)).isTrue();
        var run = new ProcessBuilder(
                        Path.of(".github/actions/policy/run").toAbsolutePath().toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("out").toFile());
        run.environment()
                .putAll(Map.of(
                        "POLICY", "policy.yaml",
                        "TABLE", "t",
                        "COMMENT", "true",
                        "TOKEN", "secret-token",
                        "PULL_REQUEST", "7",
                        "SAGEGATE", sagegate.toString(),
                        "GITHUB_API_URL",
                                "http://127.0.0.1:" + github.getAddress().getPort(),
                        "GITHUB_REPOSITORY", "acme/policy",
                        "GITHUB_STEP_SUMMARY", directory.resolve("summary").toString()));
        run.environment().putAll(variables);
        return run.start().waitFor();
    }

    private String body(String request) throws IOException {
        return JSON.readTree(request.substring(request.indexOf('{')))
                .path("body")
                .asText();
    }

    @Test
    void thePlanIsWrittenAsACommentAndInTheSummary() throws Exception {
        assertThat(run("echo \"$2: + key:batch may invoke llm\"", Map.of())).isZero();
        assertThat(requests).hasSize(2);
        assertThat(requests.get(1)).startsWith("POST /repos/acme/policy/issues/7/comments ");
        assertThat(body(requests.get(1)))
                .startsWith("<!-- sagegate policy policy.yaml -->")
                .contains("check: + key:batch", "plan: + key:batch may invoke llm")
                .doesNotContain("secret-token");
        assertThat(directory.resolve("summary")).content().contains("plan: + key:batch");
    }

    @Test
    void theCommentOfAnEarlierRunIsWrittenOverAndAPersonsIsNot() throws Exception {
        comments = "[{\"id\":1,\"user\":{\"type\":\"User\"},\"body\":\"<!-- sagegate policy policy.yaml --> no\"},"
                + "{\"id\":2,\"user\":{\"type\":\"Bot\"},\"body\":\"<!-- sagegate policy policy.yaml --> yes\"}]";
        assertThat(run("echo plan", Map.of())).isZero();
        assertThat(requests.get(1)).startsWith("PATCH /repos/acme/policy/issues/comments/2 ");
    }

    @Test
    void aPolicyThatFailsItsCheckIsNotPlanned() throws Exception {
        assertThat(run("echo \"did $2\"; exit 1", Map.of())).isOne();
        assertThat(body(requests.get(1))).contains("did check", "failed").doesNotContain("did plan");
    }

    @Test
    void testsBesideThePolicyAreRunAndTheirFailureIsTheResult() throws Exception {
        Files.writeString(directory.resolve("policy.tests.yaml"), "tests: []\n");
        assertThat(run("echo \"did $2\"; [ \"$2\" != test ]", Map.of())).isOne();
        assertThat(body(requests.get(1))).contains("did test", "did plan");
    }

    @Test
    void outputCannotCloseItsFenceAndWriteMarkdown() throws Exception {
        assertThat(run("printf '~~~~~~~~~~~~~~~~\\n# gotcha\\n'", Map.of())).isZero();
        var fences = body(requests.get(1)).lines().filter(line -> line.startsWith("~~~~~~~~~~~~"));
        assertThat(fences).hasSize(4);
    }

    @Test
    void namesOfFilesAreNeverTextOfAScript() throws Exception {
        var evil = "$(touch gotcha)`touch gotcha`;touch gotcha.yaml";
        assertThat(run("echo \"$4\"", Map.of("POLICY", evil))).isZero();
        assertThat(directory.resolve("gotcha")).doesNotExist();
    }

    @Test
    void withoutAPullRequestNothingIsSent() throws Exception {
        assertThat(run("echo plan", Map.of("PULL_REQUEST", ""))).isZero();
        assertThat(requests).isEmpty();
    }

    @Test
    void aCommentThatGitHubRefusesIsAWarning() throws Exception {
        assertThat(run("echo plan", Map.of("GITHUB_API_URL", "http://127.0.0.1:9")))
                .isZero();
        assertThat(directory.resolve("out")).content().contains("::warning::");
    }
}
