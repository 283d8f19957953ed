package io.sagegate.cli.policy.replay;

import io.sagegate.cli.policy.document.Binding;
import io.sagegate.cli.policy.document.FilePolicy;
import io.sagegate.policy.Condition;
import io.sagegate.policy.Grant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The facts about calls of one endpoint that policies ask for and the record does not tell.
///
/// @param groups names of groups, one for each set of groups that the policies treat alike
/// @param claims the values that are asked for, by the claim's path; each list is one condition
/// @param types media types
/// @param steady whether calls that differ in time, size and address alone are decided alike
record Unknowns(List<String> groups, Map<List<String>, Set<List<Object>>> claims, Set<String> types, boolean steady) {
    /// @param issuer of callers with a token, or empty for others: they have neither groups nor claims
    static Unknowns of(List<FilePolicy> policies, String issuer, String endpoint) {
        var claims = new LinkedHashMap<List<String>, Set<List<Object>>>();
        var types = new TreeSet<String>();
        for (var policy : policies) {
            for (var grant : grants(policy, endpoint)) {
                for (var condition : grant.conditions()) {
                    switch (condition) {
                        case Condition.ClaimIs(var path, var values)
                        when !issuer.isEmpty() ->
                            claims.computeIfAbsent(path, _ -> new LinkedHashSet<>())
                                    .add(values);
                        case Condition.ContentTypeIn(var wanted) -> types.addAll(wanted);
                        case Condition.ClaimIs _,
                                Condition.SourceIn _,
                                Condition.Within _,
                                Condition.AtMostBytes _ -> {}
                    }
                }
            }
        }
        var groups = issuer.isEmpty() ? List.<String>of() : groups(policies, issuer, endpoint);
        var steady = policies.stream().allMatch(policy -> isSteady(policy, endpoint));
        return new Unknowns(groups, claims, types, steady);
    }

    private static boolean isSteady(FilePolicy policy, String endpoint) {
        return policy.compiled().bindings().stream()
                        .allMatch(binding -> binding.expires().isEmpty())
                && grants(policy, endpoint).stream()
                        .allMatch(grant -> grant.expires().isEmpty()
                                && grant.conditions().stream().allMatch(Unknowns::isSteady));
    }

    private static boolean isSteady(Condition condition) {
        return switch (condition) {
            case Condition.ClaimIs _, Condition.ContentTypeIn _ -> true;
            case Condition.SourceIn _, Condition.Within _, Condition.AtMostBytes _ -> false;
        };
    }

    private static List<Grant> grants(FilePolicy policy, String endpoint) {
        return policy.compiled().roles().values().stream()
                .flatMap(role -> role.grants().stream())
                .filter(grant -> grant.endpoint().equals(endpoint))
                .toList();
    }

    /// Groups by which callers come to grants of the endpoint. Of those that are bound alike, the first stands for all.
    private static List<String> groups(List<FilePolicy> policies, String issuer, String endpoint) {
        var prefix = issuer + ":group:";
        var bound = new LinkedHashMap<String, Set<String>>();
        for (var i = 0; i < policies.size(); i++) {
            var roles =
                    grants(policies.get(i), endpoint).stream().map(Grant::role).collect(Collectors.toSet());
            for (var binding : policies.get(i).compiled().bindings()) {
                if (binding.member().startsWith(prefix) && roles.contains(binding.role())) {
                    bound.computeIfAbsent(binding.member().substring(prefix.length()), _ -> new TreeSet<>())
                            .add(i + signature(binding));
                }
            }
        }
        var first = new LinkedHashMap<Set<String>, String>();
        bound.forEach((group, bindings) -> first.putIfAbsent(bindings, group));
        return List.copyOf(first.values());
    }

    private static String signature(Binding binding) {
        return " " + binding.role() + " " + binding.expires();
    }

    /// For a person: what the answer hangs on.
    String text() {
        var all = new ArrayList<String>();
        if (!groups.isEmpty()) {
            all.add("the caller's groups (" + String.join(", ", groups) + ")");
        }
        claims.keySet().forEach(path -> all.add("the claim " + String.join(".", path)));
        if (!types.isEmpty()) {
            all.add("the content type");
        }
        return String.join(", ", all);
    }
}
