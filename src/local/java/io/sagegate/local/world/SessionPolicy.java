package io.sagegate.local.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The session policy of an assumed role: it narrows the role's rights, as in IAM. An action that no statement
/// allows is denied.
///
/// @param session the session's ARN
record SessionPolicy(String session, List<Statement> statements) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// A statement that allows exact actions on exact resources.
    record Statement(Set<String> actions, Set<String> resources) {}

    SessionPolicy {
        statements = List.copyOf(statements);
    }

    /// @throws IOException if it is no policy, or holds more than allowed exact names; this stand-in must not let
    ///     such calls through
    static SessionPolicy parse(String session, String json) throws IOException {
        JsonNode policy = JSON.readTree(json);
        List<Statement> statements = new ArrayList<>();
        for (JsonNode statement : policy.path("Statement")) {
            if (!statement.path("Effect").asText().equals("Allow") || statement.size() != 3) {
                throw new IOException("a statement with other members than Effect: Allow, Action and Resource");
            }
            statements.add(new Statement(names(statement.path("Action")), names(statement.path("Resource"))));
        }
        if (statements.isEmpty() || !policy.path("Version").asText().equals("2012-10-17")) {
            throw new IOException("no statements of version 2012-10-17");
        }
        return new SessionPolicy(session, statements);
    }

    private static Set<String> names(JsonNode node) throws IOException {
        Set<String> names = new HashSet<>();
        (node.isArray() ? node : List.of(node)).forEach(name -> names.add(name.asText()));
        if (names.stream().anyMatch(name -> name.isEmpty() || name.contains("*") || name.contains("?"))) {
            throw new IOException("a pattern or an empty name");
        }
        return names;
    }

    /// Returns the refusal; empty if the action is allowed on all of the resources.
    Optional<RuntimeError> refusal(String action, List<String> resources) {
        return resources.stream()
                .filter(resource -> statements.stream()
                        .noneMatch(one -> one.actions().contains(action)
                                && one.resources().contains(resource)))
                .findFirst()
                .map(resource -> RuntimeError.door(
                        403,
                        "AccessDeniedException",
                        "User: " + session + " is not authorized to perform: " + action + " on resource: " + resource
                                + " because no session policy allows the " + action + " action"));
    }
}
