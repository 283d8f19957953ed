package io.sagegate.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sagegate.http.Headers;
import io.sagegate.trace.TraceContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class OpenApiTest {
    private static JsonNode description() throws IOException {
        return new ObjectMapper().readTree(Answers.description().body());
    }

    /// Every path and method that is described is served, and no other method of it.
    @Test
    void whatIsDescribedIsServed() throws IOException {
        var paths = description().path("paths");
        assertThat(paths.size()).isGreaterThanOrEqualTo(10);
        paths.properties().forEach(path -> {
            var url = path.getKey().replaceAll("\\{[a-z]+}", "abc");
            path.getValue()
                    .fieldNames()
                    .forEachRemaining(method -> assertThat(Route.of(method.toUpperCase(Locale.ROOT), url))
                            .as(method + " " + path.getKey())
                            .isNotInstanceOf(Route.Refused.class));
            assertThat(Route.of("DELETE", url)).isInstanceOf(Route.Refused.class);
        });
    }

    @Test
    void everyOperationAndModelRouteIsDescribed() throws IOException {
        var described = new ArrayList<String>();
        description().path("paths").fieldNames().forEachRemaining(described::add);
        assertThat(described).containsAll(OpenAiRoutes.OPERATIONS.keySet());
        Route.OPERATIONS.keySet().forEach(name -> assertThat(described).contains("/endpoints/{endpoint}/" + name));
    }

    @Test
    void everyReferenceLeadsSomewhere() throws IOException {
        var whole = description();
        for (var reference : whole.findValuesAsText("$ref")) {
            assertThat(whole.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse();
        }
    }

    @Test
    void everyAnswerIsDescribedWithWhatFindsItAgain() throws IOException {
        var whole = description();
        var sent = TraceContext.of(
                        "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1",
                        Headers.of(
                                "traceparent",
                                "00-" + "a".repeat(32) + "-" + "b".repeat(16) + "-01",
                                "tracestate",
                                "a=b"))
                .answer("r");
        for (var operations : whole.path("paths")) {
            for (var operation : operations) {
                for (var answer : operation.path("responses")) {
                    var reference = answer.path("$ref").asText();
                    var headers = (reference.isEmpty() ? answer : whole.at(reference.substring(1))).path("headers");
                    sent.forEach((name, _) -> assertThat(headers.has(name))
                            .as(name + " of " + answer)
                            .isTrue());
                }
            }
        }
    }
}
