package io.sagegate.cli.deployed;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A deployed stack of the template.
///
/// @param arn the stack's id
/// @param resources by logical name
public record Stack(
        String name,
        String arn,
        String status,
        Map<String, String> parameters,
        Map<String, String> outputs,
        Map<String, Resource> resources) {
    /// A resource as CloudFormation made it.
    public record Resource(String type, String physical) {}

    public Stack {
        parameters = Map.copyOf(parameters);
        outputs = Map.copyOf(outputs);
        resources = Map.copyOf(resources);
    }

    public String partition() {
        return part(1);
    }

    public String region() {
        return part(3);
    }

    public String account() {
        return part(4);
    }

    private String part(int index) {
        var parts = arn.split(":", 6);
        return parts.length > index ? parts[index] : "";
    }

    public String parameter(String parameter) {
        return parameters.getOrDefault(parameter, "");
    }

    /// The items of a list that a parameter holds.
    public List<String> list(String parameter) {
        return Arrays.stream(parameter(parameter).split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    /// The name that AWS knows a resource by.
    public Optional<String> physical(String logical) {
        return Optional.ofNullable(resources.get(logical)).map(Resource::physical);
    }

    /// Names that AWS knows the resources of a type by, sorted.
    public List<String> ofType(String type) {
        return resources.values().stream()
                .filter(resource -> resource.type().equals(type))
                .map(Resource::physical)
                .sorted()
                .toList();
    }

    /// Names of the functions that serve callers.
    public List<String> gateways() {
        return Stream.of("GatewayFunction", "StreamingFunction")
                .flatMap(logical -> physical(logical).stream())
                .toList();
    }

    public String functionArn(String function) {
        return "arn:" + partition() + ":lambda:" + region() + ":" + account() + ":function:" + function;
    }

    /// ARN of the role that the gateway runs as.
    public String roleArn() {
        return outputs.getOrDefault("RoleArn", "");
    }

    /// ARNs of the roles that may invoke: the gateway's, and those that grants may name.
    public List<String> invokers() {
        return Stream.concat(Stream.of(roleArn()), list("AssumableRoleArns").stream())
                .filter(arn -> !arn.isEmpty())
                .toList();
    }

    /// ARNs of endpoints and inference components that the role may invoke.
    public List<String> invocable() {
        return Stream.concat(list("EndpointArns").stream(), list("MoreEndpointArns").stream())
                .toList();
    }
}
