package io.sagegate.local;

import io.sagegate.local.world.ChatContainer;
import io.sagegate.local.world.HostedEndpoint;
import io.sagegate.local.world.ModelContainer;
import io.sagegate.local.world.TaleContainer;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// The models of the local world, and the endpoints in front of them.
final class HostedModels {
    private HostedModels() {}

    /// Starts the containers.
    static Map<String, HostedEndpoint> start(Parts parts) throws IOException {
        URI tumor = parts.add(ModelContainer.start()).uri();
        URI tale = parts.add(TaleContainer.start()).uri();
        URI chat = parts.add(ChatContainer.start(ChatContainer.Form.EVENTS)).uri();
        URI lines = parts.add(ChatContainer.start(ChatContainer.Form.LINES)).uri();
        Map<String, HostedEndpoint> endpoints = new LinkedHashMap<>();
        endpoints.put("tumor-xgb", HostedEndpoint.of(tumor));
        endpoints.put("tumor-xgb-canary", HostedEndpoint.of(tumor));
        endpoints.put("tale-llm", HostedEndpoint.of(tale));
        endpoints.put("papers", HostedEndpoint.of(tale));
        endpoints.put("chat-llm", HostedEndpoint.of(chat));
        endpoints.put("chat-masked", HostedEndpoint.of(chat));
        endpoints.put("chat-spare", HostedEndpoint.of(chat));
        endpoints.put("chat-lines", HostedEndpoint.of(lines));
        endpoints.put("chat-private", HostedEndpoint.of(chat));
        endpoints.put(
                "tumor-variants",
                HostedEndpoint.of(tumor)
                        .withVariants(Map.of("Shadow", tumor))
                        .withTargetModels(Set.of("eu/tumor.tar.gz", "us/tumor.tar.gz")));
        endpoints.put(
                "tale-components", HostedEndpoint.of(tale).withComponents(Map.of("alice-1", tale, "alice-2", tale)));
        return endpoints;
    }
}
