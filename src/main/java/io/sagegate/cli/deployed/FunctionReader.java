package io.sagegate.cli.deployed;

import io.sagegate.cli.call.CallRefusedException;
import io.sagegate.cli.call.Service;
import io.sagegate.cli.call.SignedCalls;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a function from Lambda: its settings, its alias, and every way in that its policies or URLs open.
///
/// Source: AWS Lambda API Reference, `GetFunctionConfiguration`, `ListVersionsByFunction`, `ListAliases`, `GetPolicy`,
/// `ListFunctionUrlConfigs`.
final class FunctionReader {
    private static final String FUNCTIONS = "/2015-03-31/functions/";
    private static final String URLS = "/2021-10-31/functions/";

    /// Pages of versions or aliases, 50 to a page.
    private static final int MOST_PAGES = 20;

    private final SignedCalls calls;

    FunctionReader(SignedCalls calls) {
        this.calls = calls;
    }

    FunctionFacts read(String name) throws IOException {
        var path = FUNCTIONS + SignedCalls.encoded(name);
        var settings = calls.get(Service.LAMBDA, path + "/configuration", Map.of());
        var aliases = pages(path + "/aliases", "Aliases");
        var live = aliases.stream()
                .filter(alias -> "live".equals(alias.get("Name")))
                .findFirst();
        return new FunctionFacts(
                name,
                Values.text(Values.map(settings.get("SnapStart")), "ApplyOn").orElse("None"),
                live.flatMap(alias -> Values.text(alias, "FunctionVersion")),
                live.map(FunctionReader::shifting).orElse(List.of()),
                permissions(path, aliases),
                urls(name));
    }

    private static List<String> shifting(Map<?, ?> alias) {
        var weights = Values.map(Values.map(alias.get("RoutingConfig")).get("AdditionalVersionWeights"));
        return weights.keySet().stream().map(String::valueOf).sorted().toList();
    }

    private List<FunctionFacts.Permission> permissions(String path, List<Map<?, ?>> aliases) throws IOException {
        var qualifiers = new ArrayList<String>();
        qualifiers.add("");
        aliases.forEach(alias -> Values.text(alias, "Name").ifPresent(qualifiers::add));
        for (var version : pages(path + "/versions", "Versions")) {
            Values.text(version, "Version")
                    .filter(number -> !number.equals("$LATEST"))
                    .ifPresent(qualifiers::add);
        }
        var permissions = new ArrayList<FunctionFacts.Permission>();
        for (var qualifier : qualifiers) {
            permissions.addAll(policy(path, qualifier));
        }
        return permissions;
    }

    private List<FunctionFacts.Permission> policy(String path, String qualifier) throws IOException {
        try {
            var parameters = qualifier.isEmpty() ? Map.<String, String>of() : Map.of("Qualifier", qualifier);
            var policy = Values.text(calls.get(Service.LAMBDA, path + "/policy", parameters), "Policy");
            return policy.isEmpty() ? List.of() : statements(qualifier, policy.get());
        } catch (CallRefusedException e) {
            if (e.isMissing()) {
                return List.of();
            }
            throw e;
        }
    }

    private static List<FunctionFacts.Permission> statements(String qualifier, String policy) throws IOException {
        var permissions = new ArrayList<FunctionFacts.Permission>();
        try {
            var root = Json.readObject(policy.getBytes(StandardCharsets.UTF_8), JsonLimits.IDENTITY);
            for (var statement : Values.list(root.get("Statement"))) {
                var members = new HashMap<String, Object>();
                Values.map(statement).forEach((name, value) -> members.put(String.valueOf(name), present(value)));
                permissions.add(new FunctionFacts.Permission(
                        qualifier, String.valueOf(members.get("Sid")), Map.copyOf(members)));
            }
            return permissions;
        } catch (JsonException e) {
            throw new IOException("a function's policy is not JSON", e);
        }
    }

    private static Object present(@Nullable Object value) {
        return value == null ? "" : value;
    }

    private List<FunctionFacts.Url> urls(String name) throws IOException {
        var urls = new ArrayList<FunctionFacts.Url>();
        for (var url : pages(URLS + SignedCalls.encoded(name) + "/urls", "FunctionUrlConfigs")) {
            var arn = Values.text(url, "FunctionArn").orElse("").split(":", -1);
            urls.add(new FunctionFacts.Url(
                    arn.length > 7 ? arn[7] : "", Values.text(url, "AuthType").orElse("")));
        }
        return urls;
    }

    private List<Map<?, ?>> pages(String path, String list) throws IOException {
        var items = new ArrayList<Map<?, ?>>();
        var marker = Optional.<String>empty();
        for (var page = 0; page < MOST_PAGES; page++) {
            var answer = calls.get(
                    Service.LAMBDA, path, marker.map(at -> Map.of("Marker", at)).orElse(Map.of()));
            Values.list(answer.get(list)).forEach(item -> items.add(Values.map(item)));
            marker = Values.text(answer, "NextMarker");
            if (marker.isEmpty()) {
                return items;
            }
        }
        throw new IOException("more than " + MOST_PAGES + " pages of " + list);
    }
}
