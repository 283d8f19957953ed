package io.sagegate.compare;

import io.sagegate.compare.Contender.Running;
import io.sagegate.local.LocalIssuer;
import io.sagegate.local.LocalWorld;
import io.sagegate.local.StackOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The parts behind every way: the model, SageMaker before it, the tables, the issuer; and the direct call to it.
///
/// @param token the one caller's, the same in every call
record Upstream(LocalWorld world, String token) implements AutoCloseable {
    private static final Set<String> OF_THE_CLIENT = Set.of("host", "content-length");
    private static final String REGION = "us-east-1";
    private static final String POLICY = """
            issuers:
              - name: local
                issuer: ${issuer}
                audiences: [api://sagegate]
                algorithms: [RS256, ES256]
                subject: sub
                groups: groups
            roles:
              chatter:
                - endpoint: chat-llm
                  actions: [invoke, invoke-stream]
                  limits: [4000000 requests per day]
            models:
              tale-7b: { endpoint: chat-llm, containerModel: tale-7b }
            bindings:
              - role: chatter
                members: [local:group:clinicians]
            """;

    static Upstream start(Path directory) throws IOException, InterruptedException {
        var policy = Files.writeString(Files.createDirectories(directory).resolve("policy.yaml"), POLICY);
        var options = new StackOptions();
        new CommandLine(options).parseArgs("--policy", policy.toString());
        var world = LocalWorld.start(options, LocalWorld.Code.GATEWAY, directory.resolve("world"), _ -> {});
        var upstream = new Upstream(world, world.localIssuer().orElseThrow().token("alice"));
        upstream.handwrittenRows();
        return upstream;
    }

    /// The row by which the hand-written function decides; Sagegate reads rows of its own.
    private void handwrittenRows() throws IOException {
        var table = settings().get("POLICY_TABLE");
        world.tables()
                .putItem(put -> put.tableName(table)
                        .item(Map.of(
                                "id", AttributeValue.fromS("function#clinicians"),
                                "endpoints", AttributeValue.fromSs(List.of(Job.ENDPOINT)),
                                "dailyCalls", AttributeValue.fromN("4000000"))));
    }

    /// The variables that tell a hand-written function where everything is.
    Map<String, String> settings() throws IOException {
        Map<String, String> variables =
                new HashMap<>(world.settings(LocalWorld.Code.GATEWAY).environment());
        variables.put("ISSUER", world.issuerUri().toString());
        variables.put("AUDIENCE", LocalIssuer.AUDIENCE);
        return variables;
    }

    Map<String, String> bearer() {
        return Map.of("Authorization", "Bearer " + token);
    }

    /// The model's container, without SageMaker before it.
    URI container() {
        return Objects.requireNonNull(
                        world.sagemakerFront().orElseThrow().hosted().get(Job.ENDPOINT))
                .container();
    }

    /// The direct call, signed before its time begins.
    Contender direct() {
        return new Contender("direct call", "everything", () -> direct(false), Optional.of(() -> direct(true)));
    }

    private Running direct(boolean streamed) {
        return new Running(() -> signed(streamed), Optional.empty(), () -> {});
    }

    private HttpRequest signed(boolean streamed) {
        var operation = streamed ? "/invocations-response-stream" : "/invocations";
        var address = world.sagemaker().resolve("/endpoints/" + Job.ENDPOINT + operation);
        var request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(address)
                .putHeader("Content-Type", "application/json")
                .build();
        var body = Job.body(streamed).getBytes(StandardCharsets.UTF_8);
        var signed = AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(AwsBasicCredentials.create("AKIALOCALSTACK000000", "local-secret"))
                        .request(request)
                        .payload(() -> new ByteArrayInputStream(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "sagemaker")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, REGION));
        Map<String, String> headers = new HashMap<>();
        signed.request().forEachHeader((name, values) -> {
            var lower = name.toLowerCase(Locale.ROOT);
            if (!OF_THE_CLIENT.contains(lower) && !lower.equals("content-type")) {
                headers.put(name, String.join(",", values));
            }
        });
        return Job.request(address, headers, streamed);
    }

    @Override
    public void close() {
        world.close();
    }
}
