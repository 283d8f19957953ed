package io.sagegate.cli.deployed;

import io.sagegate.cli.call.CallRefusedException;
import io.sagegate.cli.call.Service;
import io.sagegate.cli.call.SignedCalls;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Reads endpoints and inference components from SageMaker.
///
/// Source: Amazon SageMaker API Reference, `ListEndpoints`, `DescribeEndpoint`, `ListInferenceComponents`,
/// `GetEndpointPolicy`.
final class EndpointReader {
    /// Pages of a list, 100 entries to a page.
    private static final int MOST_PAGES = 100;

    private static final int PAGE = 100;

    private final SignedCalls calls;

    EndpointReader(SignedCalls calls) {
        this.calls = calls;
    }

    List<EndpointFacts> read() throws IOException {
        var components = components();
        var endpoints = new ArrayList<EndpointFacts>();
        for (var entry : pages("ListEndpoints", "Endpoints")) {
            var name = Values.text(entry, "EndpointName").orElse("");
            var described = calls.json(Service.SAGEMAKER, "DescribeEndpoint", Map.of("EndpointName", name));
            var variants = Values.list(described.get("ProductionVariants")).stream()
                    .<Map<?, ?>>map(Values::map)
                    .toList();
            endpoints.add(new EndpointFacts(
                    name,
                    Values.text(entry, "EndpointArn").orElse(""),
                    Values.text(entry, "EndpointStatus").orElse(""),
                    variants.stream()
                            .flatMap(variant -> Values.text(variant, "VariantName").stream())
                            .sorted()
                            .toList(),
                    components.getOrDefault(name, List.of()),
                    variants.stream().flatMap(EndpointReader::images).distinct().toList(),
                    described.containsKey("AsyncInferenceConfig")));
        }
        endpoints.sort(Comparator.comparing(EndpointFacts::name));
        return endpoints;
    }

    private static Stream<String> images(Map<?, ?> variant) {
        return Values.list(variant.get("DeployedImages")).stream()
                .flatMap(image -> Values.text(Values.map(image), "SpecifiedImage").stream());
    }

    /// The container image of an inference component; empty where its model names it.
    String image(String component) throws IOException {
        var answer = calls.json(
                Service.SAGEMAKER, "DescribeInferenceComponent", Map.of("InferenceComponentName", component));
        var container = Values.map(Values.map(answer.get("Specification")).get("Container"));
        return Values.text(Values.map(container.get("DeployedImage")), "SpecifiedImage")
                .orElse("");
    }

    private Map<String, List<String>> components() throws IOException {
        var components = new TreeMap<String, List<String>>();
        for (var entry : pages("ListInferenceComponents", "InferenceComponents")) {
            Values.text(entry, "InferenceComponentName")
                    .ifPresent(name -> components
                            .computeIfAbsent(Values.text(entry, "EndpointName").orElse(""), _ -> new ArrayList<>())
                            .add(name));
        }
        components.values().forEach(names -> names.sort(Comparator.naturalOrder()));
        return components;
    }

    private List<Map<?, ?>> pages(String operation, String list) throws IOException {
        var entries = new ArrayList<Map<?, ?>>();
        var input = new HashMap<String, Object>(Map.of("MaxResults", PAGE));
        for (var page = 0; page < MOST_PAGES; page++) {
            var answer = calls.json(Service.SAGEMAKER, operation, input);
            Values.list(answer.get(list)).forEach(entry -> entries.add(Values.map(entry)));
            var next = Values.text(answer, "NextToken");
            if (next.isEmpty()) {
                return entries;
            }
            input.put("NextToken", next.get());
        }
        throw new IOException("more than " + MOST_PAGES * PAGE + " entries");
    }

    /// SageMaker says of an endpoint without a policy that the request is not valid.
    String policy(String endpoint) throws IOException {
        try {
            var answer = calls.json(Service.SAGEMAKER, "GetEndpointPolicy", Map.of("EndpointName", endpoint));
            return Values.text(answer, "ResourcePolicy").orElse("");
        } catch (CallRefusedException e) {
            if (e.isMissing() || e.code().startsWith("Validation")) {
                return "";
            }
            throw e;
        }
    }
}
