package io.sagegate.policy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sagegate.policy.ModelRoute;
import io.sagegate.policy.ModelRoutes;
import io.sagegate.policy.Target;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ModelReaderTest {
    private static final Map<String, Object> ROUTE = Map.of("endpoint", "llm");

    private static ModelRoutes model(Object value) throws PolicySyntaxException {
        var models = ModelReader.models(new PolicyNode(Map.of("small", value), "models"));
        assertThat(models).containsOnlyKeys("small");
        return models.values().iterator().next();
    }

    @Test
    void aModelOfOneEndpointHasOneRoute() throws PolicySyntaxException {
        var model = model(Map.of("endpoint", "llm", "containerModel", "", "operations", List.of("chat")));
        assertThat(model.routes()).hasSize(1);
        assertThat(model.routes().getFirst().target()).isEqualTo(Target.ofEndpoint("llm"));
        assertThat(model.routes().getFirst().containerModel()).contains("");
        assertThat(model.operations()).containsExactly("chat");
        assertThat(model(ROUTE).operations()).isEqualTo(ModelRoutes.OPERATIONS);
        assertThat(model(ROUTE).routes().getFirst().containerModel()).isEmpty();
        assertThat(model(ROUTE).fallbacks()).isEmpty();
    }

    @Test
    void weightsAndFallbacksAreKept() throws PolicySyntaxException {
        var model = model(Map.of(
                "routes",
                List.of(Map.of("endpoint", "a", "weight", 9L), Map.of("endpoint", "b", "variant", "blue")),
                "fallbacks",
                List.of(Map.of("endpoint", "c", "containerModel", "tiny"))));
        assertThat(model.routes()).extracting(ModelRoute::weight).containsExactly(9, 1);
        assertThat(model.routes().getLast().target().variant()).contains("blue");
        assertThat(model.fallbacks()).hasSize(1);
        assertThat(model.fallbacks().getFirst().containerModel()).contains("tiny");
    }

    @Test
    void routesAreBoundedAndOneOfThemIsTaken() throws PolicySyntaxException {
        assertThat(model(Map.of("routes", Collections.nCopies(16, ROUTE))).routes())
                .hasSize(16);
        assertThatThrownBy(() -> model(Map.of("routes", Collections.nCopies(17, ROUTE))))
                .hasMessageContaining("more than 16");
        assertThatThrownBy(() -> model(Map.of("routes", List.of(Map.of("endpoint", "a", "weight", 0L)))))
                .hasMessageContaining("above 0");
    }

    @Test
    void whatIsNoModelIsRefused() throws PolicySyntaxException {
        assertThat(ModelReader.models(new PolicyNode(null, "models"))).isEmpty();
        assertThatThrownBy(() -> ModelReader.models(new PolicyNode(Map.of("a b", ROUTE), "models")))
                .hasMessageContaining("not a model name");
        assertThatThrownBy(() -> model(Map.of("endpoint", "l*"))).hasMessageContaining("wildcard");
        assertThatThrownBy(() -> model(Map.of("endpoint", "-"))).hasMessageContaining("not an endpoint name");
        assertThatThrownBy(() -> model(Map.of("endpoint", "llm", "operations", List.of("images"))))
                .hasMessageContaining("unknown operation");
        assertThatThrownBy(() -> model(Map.of("endpoint", "llm", "weight", 1L))).hasMessageContaining("unknown member");
    }
}
