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
/// @param alike the groups of each of these sets, by the one that stands for it
/// @param claims the values that are asked for, by the claim's path; each list is one condition
/// @param types media types
/// @param steady whether calls that differ in time, size and address alone are decided alike
record Unknowns(
        List<String> groups,
        Map<String, Set<String>> alike,
        Map<List<String>, Set<List<Object>>> claims,
        Set<String> types,
        boolean steady) {
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
        var alike = issuer.isEmpty() ? Map.<String, Set<String>>of() : groups(policies, issuer, endpoint);
        var steady = policies.stream().allMatch(policy -> isSteady(policy, endpoint));
        return new Unknowns(List.copyOf(alike.keySet()), alike, claims, types, steady);
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

    /// Groups by which callers come to grants of the endpoint. The first of those that are bound alike stands for all.
    private static Map<String, Set<String>> groups(List<FilePolicy> policies, String issuer, String endpoint) {
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
        var alike = new LinkedHashMap<String, Set<String>>();
        bound.forEach((group, bindings) -> {
            first.putIfAbsent(bindings, group);
            alike.computeIfAbsent(first.getOrDefault(bindings, group), _ -> new TreeSet<>())
                    .add(group);
        });
        return alike;
    }

    private static String signature(Binding binding) {
        return " " + binding.role() + " " + binding.expires();
    }

    /// The groups of the caller that stand for those on record: a world without one of them does not fit.
    Set<String> had(RecordedCall call) {
        return alike.entrySet().stream()
                .filter(set -> set.getValue().stream().anyMatch(group -> isOnRecord(call, group)))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /// The groups that a policy binds to roles with a grant for the endpoint: a line of its decisions names those that
    /// the caller is in.
    static Set<String> groupsOf(FilePolicy past, String issuer, String endpoint) {
        return issuer.isEmpty()
                ? Set.of()
                : groups(List.of(past), issuer, endpoint).values().stream()
                        .flatMap(Set::stream)
                        .collect(Collectors.toSet());
    }

    /// The groups that the caller was not in.
    ///
    /// @param told those that the line would name
    Set<String> lacked(RecordedCall call, Set<String> told) {
        if (!call.members().isAll()) {
            return Set.of();
        }
        return alike.entrySet().stream()
                .filter(set -> told.containsAll(set.getValue())
                        && set.getValue().stream().noneMatch(group -> isOnRecord(call, group)))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static boolean isOnRecord(RecordedCall call, String group) {
        return call.members().names().contains(call.caller().issuer() + ":group:" + group);
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
