package io.sagegate.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `GET /whoami` and `POST /explain` under the real runtime client.
@ResourceLock(SharedWorld.MODELS)
final class ExplainPathTest {
    private static final LocalWorld WORLD = SharedWorld.get();
    private static final LocalIssuer ISSUER = WORLD.localIssuer().orElseThrow();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private static HttpResponse<String> explain(String user, String body) throws Exception {
        return HTTP.send(
                to("/explain", user).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder to(String path, String user) {
        return HttpRequest.newBuilder(URI.create(WORLD.gateway() + path))
                .header("authorization", "Bearer " + ISSUER.token(user))
                .header("content-type", "application/json");
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    @Test
    void explainSaysWhichGrantWouldPermitAndLeavesAnAuditLineButNoCall() throws Exception {
        var before = WORLD.sagemakerFront().orElseThrow().calls().size();
        var answer = explain("alice", "{\"endpoint\":\"tumor-xgb\"}");
        var decision = json(answer);
        assertThat(decision.path("decision").asText()).isEqualTo("permit");
        assertThat(decision.path("reason").asText()).isEqualTo("granted");
        assertThat(decision.path("grant").asText()).startsWith("tumor-reader/");
        assertThat(decision.path("considered").path(0).path("member").asText()).isEqualTo("local:group:clinicians");
        assertThat(decision.path("revision").asLong()).isPositive();
        assertThat(WORLD.sagemakerFront().orElseThrow().calls()).hasSize(before);
        var lines =
                SharedWorld.auditOf(answer.headers().firstValue("x-request-id").orElseThrow());
        assertThat(lines.stream().filter(SharedWorld::isCompletion)).hasSize(1);
    }

    @Test
    void explainSaysWhyACallWouldBeDenied() throws Exception {
        var other = json(explain("alice", "{\"endpoint\":\"tumor-xgb\",\"variant\":\"secret\"}"));
        assertThat(other.path("decision").asText()).isEqualTo("deny");
        assertThat(other.path("reason").asText()).isEqualTo("target_not_granted");
        assertThat(other.path("considered").path(0).path("outcome").asText()).isEqualTo("other_target");
    }

    @Test
    void aCallerSeesItsOwnGrantsAndNobodyElses() throws Exception {
        var decision = json(explain("mallory", "{\"endpoint\":\"tumor-xgb\"}"));
        assertThat(decision.path("reason").asText()).isEqualTo("not_granted");
        assertThat(decision.path("considered")).isEmpty();
        var mallory = HTTP.send(to("/whoami", "mallory").GET().build(), BodyHandlers.ofString());
        assertThat(json(mallory).path("roles")).isEmpty();
        var alice = json(HTTP.send(to("/whoami", "alice").GET().build(), BodyHandlers.ofString()));
        assertThat(alice.path("principal").path("subject").asText()).isEqualTo("alice");
        assertThat(alice.path("roles").findValuesAsText("endpoint")).contains("tumor-xgb");
        assertThat(alice.path("roles").findValuesAsText("member")).allMatch(member -> member.startsWith("local:"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"endpoint\":\"x\",\"principal\":\"alice\"}",
                "{\"endpoint\":\"x\",\"action\":\"own\"}",
                "{\"endpoint\":\"x\",\"endpoint\":\"y\"}"
            })
    void aQuestionThatIsNotUnderstoodIsRefused(String body) throws Exception {
        var answer = explain("alice", body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).path("reason").asText()).isEqualTo("malformed_body");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/whoami", "/explain"})
    void nobodyIsToldAnythingWithoutACredential(String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(WORLD.gateway() + path))
                .method(path.equals("/whoami") ? "GET" : "POST", BodyPublishers.ofString("{}"));
        assertThat(HTTP.send(request.build(), BodyHandlers.ofString()).statusCode())
                .isEqualTo(401);
    }
}
