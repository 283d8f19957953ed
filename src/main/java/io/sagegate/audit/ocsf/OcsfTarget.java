package io.sagegate.audit.ocsf;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sagegate.policy.Target;
import io.sagegate.policy.name.EndpointArn;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/// Writes OCSF's `resources` and `ai_model`: the requested target, by its exact ARN if that is known.
final class OcsfTarget {
    private static final int NAME = 1024;

    private final AuditSource source;

    OcsfTarget(AuditSource source) {
        this.source = source;
    }

    void write(JsonGenerator json, Target target, Optional<String> answeredBy) throws IOException {
        json.writeArrayFieldStart("resources");
        var place = target.arn();
        resource(json, "AWS::SageMaker::Endpoint", target.name(), Optional.of("endpoint"), place);
        if (target.component().isPresent()) {
            var component = target.component().get();
            resource(json, "AWS::SageMaker::InferenceComponent", component, Optional.of("inference-component"), place);
        }
        var variant = answeredBy.or(target::variant);
        if (variant.isPresent()) {
            resource(json, "SageMaker production variant", variant.get(), Optional.empty(), place);
        }
        if (target.model().isPresent()) {
            resource(json, "SageMaker target model", target.model().get(), Optional.empty(), place);
        }
        if (target.container().isPresent()) {
            resource(json, "SageMaker container", target.container().get(), Optional.empty(), place);
        }
        json.writeEndArray();
        model(json, target);
    }

    /// @param place where the endpoint is, if it is not where the gateway runs
    private void resource(
            JsonGenerator json, String type, String name, Optional<String> arnKind, Optional<EndpointArn> place)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("type", type);
        json.writeStringField("name", Text.bounded(name, NAME));
        if (arnKind.isPresent() && (place.isPresent() || source.known())) {
            json.writeStringField("uid", Text.bounded(uid(arnKind.get(), name, place), NAME));
            json.writeStringField("region", place.map(EndpointArn::region).orElse(source.region()));
        }
        json.writeNumberField("role_id", 1);
        json.writeStringField("role", "Target");
        json.writeEndObject();
    }

    /// SageMaker writes names in ARNs in lower case, whatever the resource is called.
    private String uid(String kind, String name, Optional<EndpointArn> place) {
        return place.isPresent()
                ? place.get().prefix() + kind + "/" + name.toLowerCase(Locale.ROOT)
                : source.arn(kind, name);
    }

    private static void model(JsonGenerator json, Target target) throws IOException {
        var name = target.model().or(target::component).orElse(target.name());
        json.writeObjectFieldStart("ai_model");
        json.writeStringField("ai_provider", "Amazon SageMaker");
        json.writeStringField("name", Text.bounded(name, NAME));
        json.writeEndObject();
    }
}
