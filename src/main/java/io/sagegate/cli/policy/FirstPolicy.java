package io.sagegate.cli.policy;

import io.sagegate.cli.console.Flow;
import io.sagegate.cli.deployed.EndpointFacts;
import io.sagegate.cli.deployed.Stack;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// A policy to begin with: a role for each endpoint that is deployed, and nobody bound to any.
///
/// @param issuer members of the issuer; empty for an example in a comment
/// @param chats endpoints and components whose containers speak OpenAI's API
record FirstPolicy(Stack stack, List<EndpointFacts> endpoints, Map<String, Object> issuer, Set<String> chats) {
    /// Parts of the names of images whose containers answer `/v1`: vLLM, SGLang, TGI, and AWS's own container for LLMs.
    private static final List<String> CHAT_IMAGES =
            List.of("vllm", "sglang", "text-generation-inference", "-tgi", "lmi", "llama.cpp", "llama-cpp");

    private static final int LONGEST_NAME = 64;

    static boolean isChat(String image) {
        var name = image.toLowerCase(Locale.ROOT);
        return CHAT_IMAGES.stream().anyMatch(name::contains);
    }

    String yaml() {
        var roles = new ArrayList<String>();
        var models = new ArrayList<String>();
        var names = new HashSet<String>();
        for (var endpoint : endpoints) {
            roles.add(role(endpoint, names));
            models.addAll(models(endpoint));
        }
        return """
                # Made from what is deployed beside the stack %s. Nobody may call anything yet: that begins with the
                # bindings at the end. Then: sagegate policy check, plan and apply.
                %s
                # One role for each endpoint. Names are exact: a wildcard is refused.
                roles:%s

                %s
                # Who has a role. Until a member stands here, everything is denied:
                #   - role: %s
                #     members: [okta:group:my-team, "iam:arn:aws:iam::111122223333:role/MyRole", key:my-client]
                bindings: []
                """.formatted(
                        stack.name(),
                        issuers(),
                        roles.isEmpty() ? " {}" : "\n" + String.join("\n", roles),
                        models.isEmpty()
                                ? "# No container here speaks OpenAI's API as far as its image's name says: no models for /v1.\n"
                                : "# Names for /v1, of containers that speak OpenAI's API.\nmodels:\n"
                                        + String.join("\n", models)
                                        + "\n",
                        names.stream().sorted().findFirst().orElse("ROLE"));
    }

    private String issuers() {
        if (issuer.isEmpty()) {
            return """
                    # Whose tokens are trusted; --preset fills it in:
                    # issuers:
                    #   - {name: okta, preset: okta, domain: acme.okta.com, audiences: ["api://sagegate"]}
                    """;
        }
        return issuer.entrySet().stream()
                .map(member -> member.getKey() + ": " + Flow.of(member.getValue()))
                .collect(Collectors.joining("\n    ", "# Whose tokens are trusted.\nissuers:\n  - ", "\n"));
    }

    private String role(EndpointFacts endpoint, Set<String> names) {
        var lines = new ArrayList<String>();
        lines.add("  " + Flow.of(unique(endpoint.name().toLowerCase(Locale.ROOT), names)) + ":");
        lines.add("    - endpoint: " + Flow.of(endpoint.name()) + remarks(endpoint));
        lines.add("      actions: " + actions(endpoint));
        if (endpoint.variants().size() > 1) {
            lines.add("      # variants: " + Flow.of(endpoint.variants()) + "  # to let callers name one");
        }
        if (!endpoint.components().isEmpty()) {
            lines.add("      components: " + Flow.of(endpoint.components()));
        }
        lines.add("      limits: [60 requests per minute]");
        return String.join("\n", lines);
    }

    private String actions(EndpointFacts endpoint) {
        if (endpoint.async()) {
            return "[invoke-async]";
        }
        var streams = chats.contains(endpoint.name())
                || endpoint.components().stream().anyMatch(chats::contains);
        return streams ? "[invoke, invoke-stream]" : "[invoke]";
    }

    private String remarks(EndpointFacts endpoint) {
        var remarks = new ArrayList<String>();
        if (!endpoint.status().equals("InService")) {
            remarks.add("not in service now");
        }
        if (stack.invocable().stream().noneMatch(arn -> arn.equalsIgnoreCase(endpoint.arn()))) {
            remarks.add("not in EndpointArns: the gateway's role may not invoke it");
        }
        return remarks.isEmpty() ? "" : "  # " + String.join("; ", remarks);
    }

    private List<String> models(EndpointFacts endpoint) {
        if (chats.contains(endpoint.name())) {
            return List.of("  " + Flow.of(endpoint.name()) + ": {endpoint: " + Flow.of(endpoint.name())
                    + ", containerModel: \"\"}");
        }
        return endpoint.components().stream()
                .filter(chats::contains)
                .map(component -> "  " + Flow.of(component) + ": {endpoint: " + Flow.of(endpoint.name())
                        + ", component: " + Flow.of(component) + ", containerModel: \"\"}")
                .collect(Collectors.toList());
    }

    private static String unique(String wanted, Set<String> names) {
        var name = wanted;
        for (var i = 2; !names.add(name); i++) {
            var end = "-" + i;
            name = wanted.substring(0, Math.min(wanted.length(), LONGEST_NAME - end.length())) + end;
        }
        return name;
    }
}
