package io.sagegate.local.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/// SageMaker's control plane in JSON 1.1: endpoints, inference components and endpoints' policies.
record SageMakerControlFront(LocalAccount account) {
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Component(String endpoint, String name) {}

    JsonNode answer(ControlCall call) throws ControlError {
        account.check("sagemaker:" + call.operation());
        return switch (call.operation()) {
            case "ListEndpoints" -> page(call, "Endpoints", List.copyOf(account.endpoints.values()), this::entry);
            case "DescribeEndpoint" -> describe(endpoint(call));
            case "ListInferenceComponents" -> page(call, "InferenceComponents", components(), this::entry);
            case "DescribeInferenceComponent" -> component(call.text("InferenceComponentName"));
            case "GetEndpointPolicy" -> policy(endpoint(call));
            case "DeleteEndpointPolicy" -> {
                var endpoint = endpoint(call);
                account.endpoints.put(endpoint.name(), endpoint.withPolicy(""));
                yield JSON.createObjectNode();
            }
            default -> throw ControlError.unknown(call.operation());
        };
    }

    private interface Entry<T> {
        void write(ObjectNode to, T value);
    }

    private static <T> JsonNode page(ControlCall call, String list, List<T> all, Entry<T> entry) {
        var json = JSON.createObjectNode();
        var from = call.text("NextToken").isEmpty() ? 0 : Integer.parseInt(call.text("NextToken"));
        var end = Math.min(from + call.json().path("MaxResults").asInt(10), all.size());
        var entries = json.putArray(list);
        all.subList(from, end).forEach(value -> entry.write(entries.addObject(), value));
        if (end < all.size()) {
            json.put("NextToken", Integer.toString(end));
        }
        return json;
    }

    private void entry(ObjectNode to, HeldEndpoint endpoint) {
        to.put("EndpointName", endpoint.name())
                .put("EndpointArn", LocalAccount.arn("sagemaker", "endpoint/" + endpoint.name()))
                .put("EndpointStatus", endpoint.status());
    }

    private List<Component> components() {
        return account.endpoints.values().stream()
                .flatMap(endpoint -> endpoint.components().stream().map(name -> new Component(endpoint.name(), name)))
                .toList();
    }

    private void entry(ObjectNode to, Component component) {
        to.put("InferenceComponentName", component.name())
                .put("EndpointName", component.endpoint())
                .put("InferenceComponentStatus", "InService");
    }

    private HeldEndpoint endpoint(ControlCall call) throws ControlError {
        return Optional.ofNullable(account.endpoints.get(call.text("EndpointName")))
                .orElseThrow(() -> new ControlError(
                        400, "ValidationException", "Could not find endpoint \"" + call.text("EndpointName") + "\"."));
    }

    private static JsonNode describe(HeldEndpoint endpoint) {
        var json = JSON.createObjectNode().put("EndpointName", endpoint.name());
        var variants = json.put("EndpointStatus", endpoint.status()).putArray("ProductionVariants");
        for (var name : endpoint.variants()) {
            var variant = variants.addObject().put("VariantName", name);
            if (endpoint.components().isEmpty()) {
                variant.putArray("DeployedImages").addObject().put("SpecifiedImage", endpoint.image());
            }
        }
        return json;
    }

    private JsonNode component(String name) throws ControlError {
        var endpoint = account.endpoints.values().stream()
                .filter(each -> each.components().contains(name))
                .findFirst()
                .orElseThrow(() -> new ControlError(400, "ValidationException", "Could not find " + name));
        var json = JSON.createObjectNode().put("InferenceComponentName", name);
        json.putObject("Specification")
                .putObject("Container")
                .putObject("DeployedImage")
                .put("SpecifiedImage", endpoint.image());
        return json;
    }

    private static JsonNode policy(HeldEndpoint endpoint) throws ControlError {
        if (endpoint.policy().isEmpty()) {
            throw new ControlError(400, "ValidationException", "The endpoint has no policy.");
        }
        return JSON.createObjectNode().put("EndpointName", endpoint.name()).put("ResourcePolicy", endpoint.policy());
    }
}
