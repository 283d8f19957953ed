package io.sagegate.audit.ocsf;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sagegate.policy.Target;
import java.io.IOException;
import java.util.Optional;

/// Writes OCSF's `resources` and `ai_model`: what was asked for, by exact ARN where one can be known.
final class OcsfTarget {
    private static final int NAME = 1024;

    private final AuditSource source;

    OcsfTarget(AuditSource source) {
        this.source = source;
    }

    void write(JsonGenerator json, Target target, Optional<String> answeredBy) throws IOException {
        json.writeArrayFieldStart("resources");
        resource(json, "AWS::SageMaker::Endpoint", target.endpoint(), Optional.of("endpoint"));
        if (target.component().isPresent()) {
            var component = target.component().get();
            resource(json, "AWS::SageMaker::InferenceComponent", component, Optional.of("inference-component"));
        }
        var variant = answeredBy.or(target::variant);
        if (variant.isPresent()) {
            resource(json, "SageMaker production variant", variant.get(), Optional.empty());
        }
        if (target.model().isPresent()) {
            resource(json, "SageMaker target model", target.model().get(), Optional.empty());
        }
        if (target.container().isPresent()) {
            resource(json, "SageMaker container", target.container().get(), Optional.empty());
        }
        json.writeEndArray();
        model(json, target);
    }

    private void resource(JsonGenerator json, String type, String name, Optional<String> arnKind) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", type);
        json.writeStringField("name", Text.bounded(name, NAME));
        if (arnKind.isPresent() && source.known()) {
            json.writeStringField("uid", Text.bounded(source.arn(arnKind.get(), name), NAME));
            json.writeStringField("region", source.region());
        }
        json.writeNumberField("role_id", 1);
        json.writeStringField("role", "Target");
        json.writeEndObject();
    }

    private static void model(JsonGenerator json, Target target) throws IOException {
        var name = target.model().or(target::component).orElse(target.endpoint());
        json.writeObjectFieldStart("ai_model");
        json.writeStringField("ai_provider", "Amazon SageMaker");
        json.writeStringField("name", Text.bounded(name, NAME));
        json.writeEndObject();
    }
}
