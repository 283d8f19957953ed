package io.sagegate.local.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.regex.Pattern;

/// Lambda's REST protocol: settings, versions, aliases, policies and URLs of functions.
record LambdaFront(LocalAccount account) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PATH =
            Pattern.compile("/(?:2015-03-31|2021-10-31)/functions/(?<name>[^/]+)/(?<rest>[^/]+)(?:/(?<last>[^/]+))?");

    JsonNode answer(ControlCall call) throws ControlError {
        var path = PATH.matcher(call.path());
        if (!path.matches()) {
            throw ControlError.unknown(call.path());
        }
        var function = function(path.group("name"));
        var last = Optional.ofNullable(path.group("last")).orElse("");
        var qualifier = call.get("Qualifier");
        return switch (call.method() + " " + path.group("rest")) {
            case "GET configuration" -> {
                account.check("lambda:GetFunctionConfiguration");
                yield configuration(function);
            }
            case "GET versions" -> versions(function);
            case "GET aliases" -> aliases(function);
            case "GET policy" -> {
                account.check("lambda:GetPolicy");
                yield policy(function, qualifier);
            }
            case "GET urls" -> urls(function);
            case "DELETE policy" -> {
                function.permissions.remove(qualifier + "/" + last);
                yield JSON.createObjectNode();
            }
            case "DELETE url" -> {
                function.urls.remove(qualifier);
                yield JSON.createObjectNode();
            }
            case "PUT url" -> {
                function.urls.put(qualifier, call.text("AuthType"));
                yield JSON.createObjectNode();
            }
            case "PUT aliases" -> {
                function.weights.clear();
                function.liveVersion = call.text("FunctionVersion");
                yield JSON.createObjectNode();
            }
            default -> throw ControlError.unknown(call.method() + " " + call.path());
        };
    }

    private HeldFunction function(String name) throws ControlError {
        return Optional.ofNullable(account.functions.get(name))
                .orElseThrow(() -> new ControlError(404, "ResourceNotFoundException", "Function not found: " + name));
    }

    private static JsonNode configuration(HeldFunction function) {
        var json = JSON.createObjectNode().put("FunctionName", function.name).put("Runtime", "java25");
        json.putObject("SnapStart").put("ApplyOn", function.snapStart).put("OptimizationStatus", "Off");
        return json;
    }

    private static JsonNode versions(HeldFunction function) {
        var json = JSON.createObjectNode();
        var versions = json.putArray("Versions");
        versions.addObject().put("Version", "$LATEST");
        versions.addObject().put("Version", function.liveVersion);
        return json;
    }

    private static JsonNode aliases(HeldFunction function) {
        var json = JSON.createObjectNode();
        var alias = json.putArray("Aliases").addObject().put("Name", "live");
        alias.put("FunctionVersion", function.liveVersion);
        if (!function.weights.isEmpty()) {
            var weights = alias.putObject("RoutingConfig").putObject("AdditionalVersionWeights");
            function.weights.forEach(weights::put);
        }
        return json;
    }

    private static JsonNode policy(HeldFunction function, String qualifier) throws ControlError {
        var statements = function.permissions.entrySet().stream()
                .filter(each -> each.getKey().startsWith(qualifier + "/"))
                .map(java.util.Map.Entry::getValue)
                .toList();
        if (statements.isEmpty()) {
            throw new ControlError(404, "ResourceNotFoundException", "The resource you requested does not exist.");
        }
        ObjectNode json = JSON.createObjectNode();
        return json.put(
                "Policy",
                "{\"Version\":\"2012-10-17\",\"Id\":\"default\",\"Statement\":[" + String.join(",", statements) + "]}");
    }

    private static JsonNode urls(HeldFunction function) {
        var json = JSON.createObjectNode();
        var urls = json.putArray("FunctionUrlConfigs");
        function.urls.forEach((qualifier, authType) -> urls.addObject()
                .put(
                        "FunctionArn",
                        LocalAccount.arn("lambda", "function:" + function.name)
                                + (qualifier.isEmpty() ? "" : ":" + qualifier))
                .put("AuthType", authType));
        return json;
    }
}
