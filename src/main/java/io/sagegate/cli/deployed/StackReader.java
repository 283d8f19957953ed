package io.sagegate.cli.deployed;

import io.sagegate.cli.call.Service;
import io.sagegate.cli.call.SignedCalls;
import io.sagegate.cli.call.XmlNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads a stack from CloudFormation.
///
/// Source: AWS CloudFormation API Reference, `DescribeStacks` and `ListStackResources`.
final class StackReader {
    /// Pages of resources; a stack has 500 resources at most, 100 to a page.
    private static final int MOST_PAGES = 10;

    private final SignedCalls calls;

    StackReader(SignedCalls calls) {
        this.calls = calls;
    }

    Stack read(String name) throws IOException {
        var stacks = calls.query(Service.CLOUDFORMATION, "DescribeStacks", Map.of("StackName", name))
                .members("Stacks");
        if (stacks.isEmpty()) {
            throw new IOException("there is no stack " + name);
        }
        var stack = stacks.getFirst();
        return new Stack(
                stack.get("StackName"),
                stack.get("StackId"),
                stack.get("StackStatus"),
                pairs(stack.members("Parameters"), "Parameter"),
                pairs(stack.members("Outputs"), "Output"),
                resources(name));
    }

    private static Map<String, String> pairs(List<XmlNode> members, String kind) {
        var pairs = new HashMap<String, String>();
        members.forEach(member -> pairs.put(member.get(kind + "Key"), member.get(kind + "Value")));
        return pairs;
    }

    private Map<String, Stack.Resource> resources(String name) throws IOException {
        var resources = new HashMap<String, Stack.Resource>();
        var parameters = new HashMap<>(Map.of("StackName", name));
        for (var page = 0; page < MOST_PAGES; page++) {
            var answer = calls.query(Service.CLOUDFORMATION, "ListStackResources", parameters);
            for (var member : answer.members("StackResourceSummaries")) {
                resources.put(
                        member.get("LogicalResourceId"),
                        new Stack.Resource(member.get("ResourceType"), member.get("PhysicalResourceId")));
            }
            var next = answer.value("NextToken");
            if (next.isEmpty()) {
                return resources;
            }
            parameters.put("NextToken", next.get());
        }
        throw new IOException("the stack has more resources than CloudFormation allows");
    }
}
