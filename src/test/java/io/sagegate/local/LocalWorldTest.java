package io.sagegate.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sagegate.local.Decisions.Decision;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The whole stack, as `mvn -Plocal` starts it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LocalWorldTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private @Nullable LocalWorld started;
    private Path home = Path.of("");

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        home = directory;
        started = LocalWorld.start(new StackOptions(), LocalWorld.Code.GATEWAY, directory.resolve("1"), part -> {});
    }

    @AfterAll
    void stop() {
        world().close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "httpApi", "restApi"})
    void clinicianGetsAPredictionThroughEveryWayIn(String entry) throws Exception {
        URI base = switch (entry) {
            case "gateway" -> world().gateway();
            case "httpApi" -> world().httpApi();
            default -> world().restApi();
        };
        HttpResponse<String> response = call(base, "Authorization", "Bearer " + token("alice"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"label\":\"malignant\"");
    }

    @Test
    void visitorIsDenied() throws Exception {
        assertThat(call(world().gateway(), "Authorization", "Bearer " + token("mallory"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void claimedRoleIsDecidedByThePolicy() throws Exception {
        String intern = "arn:aws:sts::111122223333:assumed-role/Intern/bob";
        assertThat(call(world().gateway(), "X-Local-Iam-Arn", SampleCall.IAM_ARN)
                        .statusCode())
                .isEqualTo(200);
        assertThat(call(world().gateway(), "X-Local-Iam-Arn", intern).statusCode())
                .isEqualTo(403);
    }

    @Test
    void tokensOfTheWrongKindAreRefused() throws Exception {
        LocalIssuer issuer = world().localIssuer().orElseThrow();
        for (String token : new String[] {
            issuer.expiredToken("alice"), issuer.wrongAudienceToken("alice"), issuer.otherIssuerToken("alice")
        }) {
            assertThat(call(world().gateway(), "Authorization", "Bearer " + token)
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void tokenEndpointGivesAliceATokenThatTheGatewayTakes() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        world().localIssuer().orElseThrow().tokenEndpoint())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials&client_id=alice&client_secret=any"))
                .build();
        String answer = CLIENT.send(request, BodyHandlers.ofString()).body();
        String token = JSON.readTree(answer).path("access_token").asText();
        assertThat(call(world().gateway(), "Authorization", "Bearer " + token).statusCode())
                .isEqualTo(200);
    }

    @Test
    void stackFileTellsScriptsEverythingAndGoesAwayOnStop() throws Exception {
        Path shared = home.resolve("stack.json");
        try (StackFile _ = StackFile.write(world())) {
            JsonNode stack = JSON.readTree(shared.toFile());
            assertThat(stack.path("gateway").asText())
                    .isEqualTo(world().gateway().toString());
            assertThat(stack.path("endpoints").valueStream().map(JsonNode::asText))
                    .contains("tumor-xgb", "tumor-variants", "tale-components", "chat-private");
            assertThat(stack.path("models").valueStream().map(JsonNode::asText))
                    .contains("tale", "tale-safe", "tale-private");
            URI gateway = URI.create(stack.path("gateway").asText());
            String token = stack.at("/tokens/alice").asText();
            assertThat(call(gateway, "Authorization", "Bearer " + token).statusCode())
                    .isEqualTo(200);
            assertThat(Path.of(stack.path("auditLog").asText())).exists();
            assertThat(JSON.readTree(home.resolve("env.json").toFile())
                            .at("/Parameters/DYNAMODB_ENDPOINT")
                            .asText())
                    .isEqualTo(
                            "http://host.docker.internal:" + world().dynamodb().getPort());
            assertThat(JSON.readTree(home.resolve("env.json").toFile())
                            .at("/Parameters/SECRETSMANAGER_ENDPOINT")
                            .asText())
                    .endsWith(":" + world().secrets().endpoint().getPort());
            assertThat(home.resolve("env.sh"))
                    .content()
                    .contains("export PORTS='" + world().dynamodb().getPort() + " ")
                    .contains(" " + world().issuerUri().getPort() + "'");
            assertThat(Files.readString(home.resolve("events/function-url-jwt.json")))
                    .contains("Bearer ey")
                    .doesNotContain("${");
        }
        assertThat(shared).doesNotExist();
        assertThat(home.resolve("env.json")).doesNotExist();
        assertThat(home.resolve("env.sh")).doesNotExist();
        assertThat(home.resolve("events")).isEmptyDirectory();
        assertThat(world().directory().resolve("events")).isEmptyDirectory();
    }

    @Test
    void whenTheNewestCopyStopsScriptsAreToldOfTheOneThatStillRuns() throws Exception {
        Path other = Files.createDirectories(home.resolve("other"));
        Files.writeString(
                other.resolve("stack.json"),
                "{\"gateway\":\"other\",\"pid\":" + ProcessHandle.current().pid() + "}");
        for (String name : new String[] {"env.json", "env.sh"}) {
            Files.writeString(other.resolve(name), "of the other");
        }
        StackFile.write(world()).close();
        assertThat(home.resolve("stack.json")).content().contains("\"other\"");
        for (String name : new String[] {"env.json", "env.sh"}) {
            assertThat(home.resolve(name)).content().isEqualTo("of the other");
            Files.delete(home.resolve(name));
        }
        Files.delete(other.resolve("stack.json"));
        Files.delete(home.resolve("stack.json"));
    }

    @Test
    void olderCopyLeavesTheStackFileOfANewerOneAlone() throws Exception {
        Path shared = home.resolve("stack.json");
        StackFile older = StackFile.write(world());
        Files.writeString(shared, "{\"gateway\":\"http://127.0.0.1:1\"}");
        older.close();
        assertThat(shared).exists();
    }

    @Test
    void theGatewayIsAskedWhichCallsTheGreetingMayShow() throws Exception {
        LocalIssuer issuer = world().localIssuer().orElseThrow();
        Caller stranger = new Caller("stranger", "Authorization", "Bearer " + issuer.otherIssuerToken("alice"));
        try (Decisions decisions = new Decisions(world().gateway())) {
            for (Caller caller : Caller.known(world())) {
                assertThat(decisions.on(caller, "tumor-xgb", "invoke")).isEqualTo(Decision.PERMIT);
            }
            assertThat(decisions.on(Caller.user(issuer, "mallory"), "tumor-xgb", "invoke"))
                    .isEqualTo(Decision.DENY);
            assertThat(decisions.on(stranger, "tumor-xgb", "invoke")).isEqualTo(Decision.UNKNOWN_CALLER);
            assertThat(decisions.permits(Caller.role(), "tale-llm", "invoke-stream"))
                    .isFalse();
        }
    }

    @Test
    void signedCallsAreVerifiedBySageMakersStandIn() throws Exception {
        URI direct = URI.create(world().sagemaker() + SampleCall.PATH);
        HttpRequest unsigned = HttpRequest.newBuilder(direct)
                .POST(BodyPublishers.ofString("1"))
                .build();
        assertThat(CLIENT.send(unsigned, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
    }

    private LocalWorld world() {
        return Objects.requireNonNull(started);
    }

    private String token(String user) {
        return world().localIssuer().orElseThrow().token(user);
    }

    private static HttpResponse<String> call(URI base, String header, String value)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + SampleCall.PATH))
                .header("Content-Type", "text/csv")
                .header("Accept", "application/json")
                .header(header, value)
                .POST(BodyPublishers.ofString(SampleCall.read().features()))
                .build();
        return CLIENT.send(request, BodyHandlers.ofString());
    }
}
