package io.sagegate.local.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sagegate.local.http.Exchange;
import io.sagegate.local.http.Header;
import io.sagegate.local.http.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/// The code of docs/clients.md, run as it stands against a server that checks what arrives as AWS would.
final class DocumentedClientsTest {
    private static final Path PAGE = Path.of("docs", "clients.md");
    private static final String FEATURES = "1.5,2.5";
    private static final Map<String, String> CREDENTIALS = Map.of(
            "AWS_ACCESS_KEY_ID", "AKIATEST",
            "AWS_SECRET_ACCESS_KEY", "secret",
            "AWS_SESSION_TOKEN", "session",
            "AWS_REGION", "us-east-1",
            "AWS_DEFAULT_REGION", "us-east-1",
            "AWS_EC2_METADATA_DISABLED", "true");

    /// A request that arrived, and how its signature is.
    private record Arrived(String path, Map<String, String> headers, String body, SigV4.Verdict signature) {}

    @TempDir
    private Path directory;

    private final AtomicReference<Arrived> arrived = new AtomicReference<>();
    private LoopbackServer server;

    @BeforeEach
    void start() throws IOException {
        server = LoopbackServer.start(0, this::handle);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void handle(Exchange exchange) throws IOException {
        var headers = new HashMap<String, String>();
        exchange.headers().forEach(header -> headers.put(header.lowerName(), header.value()));
        var body = exchange.body().readAllBytes();
        var signatures = new SigV4(FrontSettings.defaults(), "lambda");
        signatures.learn("AKIATEST", "secret", "session");
        arrived.set(new Arrived(
                exchange.rawPath(),
                headers,
                new String(body, StandardCharsets.UTF_8),
                signatures.verify(exchange.method(), URI.create(exchange.rawPath()), headers, body)));
        exchange.answer(
                200,
                List.of(new Header("Content-Type", "application/json")),
                "{\"predictions\":[1]}".getBytes(StandardCharsets.UTF_8));
    }

    /// The block of a language that has this text in it.
    private static String block(String language, String text) throws IOException {
        return Pattern.compile("(?ms)^```" + language + "\n(.*?)^```")
                .matcher(Files.readString(PAGE))
                .results()
                .map(block -> block.group(1))
                .filter(block -> block.contains(text))
                .findFirst()
                .orElseThrow();
    }

    private String run(Path home, String... command) throws IOException, InterruptedException {
        var log = directory.resolve("client.log");
        var builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(CREDENTIALS);
        builder.environment().put("SAGEGATE_URL", server.uri().toString());
        builder.environment().put("SAGEGATE_TOKEN", "a.b.c");
        builder.environment().put("FEATURES", FEATURES);
        builder.environment().put("HOME", directory.toString());
        var process = builder.start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(log);
    }

    private static boolean works(String... command) throws InterruptedException {
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private void assertArrived(String answer, boolean signed) {
        assertThat(answer).contains("predictions");
        var call = arrived.get();
        assertThat(call.path()).isEqualTo("/endpoints/tumor-xgb/invocations");
        assertThat(call.body()).isEqualTo(FEATURES);
        assertThat(call.headers().get("content-type")).isEqualTo("text/csv");
        if (signed) {
            assertThat(call.signature()).isEqualTo(new SigV4.Verdict.Signed("AKIATEST"));
        } else {
            assertThat(call.headers().get("authorization")).isEqualTo("Bearer a.b.c");
        }
    }

    @Test
    void theJavaCodeIsThisTestsOwnAndItsSignatureHolds() throws IOException, InterruptedException {
        var source = Files.readString(Path.of("src/test/java/io/sagegate/local/world/SignedCall.java"));
        assertThat(block("java", "class SignedCall")).isEqualTo(source.substring(source.indexOf("import ")));
        var answer = SignedCall.post(
                URI.create(server.uri() + "/endpoints/tumor-xgb/invocations"),
                "text/csv",
                FEATURES.getBytes(StandardCharsets.UTF_8),
                Region.US_EAST_1,
                StaticCredentialsProvider.create(AwsSessionCredentials.create("AKIATEST", "secret", "session")));
        assertArrived(answer.body(), true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "boto3 with a token",
                "Python with a token",
                "boto3 as an IAM identity",
                "Python as an IAM identity"
            })
    void thePythonCodeRunsAsItStands(String name) throws IOException, InterruptedException {
        assumeThat(works("python3", "-c", "import boto3"))
                .as("Python with boto3")
                .isTrue();
        var code = Files.writeString(directory.resolve("client.py"), block("python", "# " + name + "\n"));
        assertArrived(run(directory, "python3", code.toString()), name.contains("IAM"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "--aws-sigv4"})
    void theCurlCommandsRunAsTheyStand(String kind) throws IOException, InterruptedException {
        assumeThat(works("curl", "--version")).as("curl").isTrue();
        assertArrived(run(directory, "sh", "-c", block("bash", kind)), kind.equals("--aws-sigv4"));
    }

    @Test
    @EnabledIfSystemProperty(named = "sagegate.oidcProvider", matches = ".+")
    void theJavaScriptCodeRunsAsItStands() throws IOException, InterruptedException {
        Files.copy(Path.of("src/test/resources/clients-js/package.json"), directory.resolve("package.json"));
        Files.writeString(directory.resolve("client.mjs"), block("js", "SignatureV4"));
        run(directory, "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts");
        assertArrived(run(directory, "node", "client.mjs"), true);
    }

    @Test
    void everyClientNamedHereIsToldWhereToPutAddressAndKey() throws IOException {
        var page = Files.readString(PAGE).toLowerCase(Locale.ROOT);
        for (var client : List.of("open webui", "n8n", "librechat", "langchain", "vercel ai sdk", "openai sdks")) {
            assertThat(page).containsPattern("\\| " + client + " \\| .*sagegate_url/v1");
        }
    }
}
