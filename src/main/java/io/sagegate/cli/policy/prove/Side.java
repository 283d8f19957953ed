package io.sagegate.cli.policy.prove;

import io.sagegate.cli.policy.document.CompiledPolicy;
import io.sagegate.cli.policy.document.FilePolicy;
import io.sagegate.identity.TrustedIssuer;
import io.sagegate.policy.Assignment;
import io.sagegate.policy.Decision;
import io.sagegate.policy.DecisionPoint;
import io.sagegate.policy.Grant;
import io.sagegate.policy.PolicyUnavailableException;
import io.sagegate.policy.Question;
import io.sagegate.policy.Role;
import io.sagegate.policy.name.EndpointArn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A policy as the prover looks at it: for each name of an endpoint, the members who have grants about it.
///
/// Only grants of an endpoint's own name can decide about it, so a decision by them alone is the policy's.
record Side(
        CompiledPolicy policy,
        Map<String, TrustedIssuer> issuers,
        Map<String, SequencedMap<String, List<Assignment>>> byName,
        Set<String> members) {
    static Side of(CompiledPolicy policy) throws PolicyUnavailableException {
        var byName = new LinkedHashMap<String, SequencedMap<String, List<Assignment>>>();
        var byMember = new FilePolicy(policy).byMember();
        byMember.forEach((member, assignments) -> assignments.forEach(assignment -> about(assignment)
                .forEach((name, part) -> byName.computeIfAbsent(name, _ -> new LinkedHashMap<>())
                        .computeIfAbsent(member, _ -> new ArrayList<>())
                        .add(part))));
        var issuers = policy.issuers().stream().collect(Collectors.toMap(TrustedIssuer::name, Function.identity()));
        return new Side(policy, issuers, byName, new LinkedHashSet<>(byMember.keySet()));
    }

    /// The assignment by names of endpoints, each with the grants of that name.
    private static Map<String, Assignment> about(Assignment whole) {
        var grants = new LinkedHashMap<String, List<Grant>>();
        for (var grant : whole.role().grants()) {
            grants.computeIfAbsent(EndpointArn.name(grant.endpoint()), _ -> new ArrayList<>())
                    .add(grant);
        }
        var parts = new LinkedHashMap<String, Assignment>();
        grants.forEach((name, some) -> parts.put(
                name,
                new Assignment(
                        new Role(whole.role().name(), some),
                        whole.member(),
                        whole.expires(),
                        whole.limits(),
                        whole.tags())));
        return parts;
    }

    SequencedMap<String, List<Assignment>> of(String name) {
        return byName.getOrDefault(name, new LinkedHashMap<>());
    }

    /// The assignments of a caller that are about the endpoints of a name.
    List<Assignment> of(String name, Who who) {
        var own = of(name);
        return who.members().stream()
                .flatMap(member -> own.getOrDefault(member, List.of()).stream())
                .toList();
    }

    /// The members with a grant of that effect about the endpoints of a name.
    List<String> members(String name, Grant.Effect effect) {
        return of(name).entrySet().stream()
                .filter(entry -> grants(entry.getValue()).stream().anyMatch(grant -> grant.effect() == effect))
                .map(Map.Entry::getKey)
                .toList();
    }

    static List<Grant> grants(List<Assignment> assignments) {
        return assignments.stream()
                .flatMap(assignment -> assignment.role().grants().stream())
                .toList();
    }

    /// A subject that no binding of these policies names.
    static String stranger(Side... sides) {
        var bound = Stream.of(sides).flatMap(side -> side.members().stream()).toList();
        return Stream.iterate(1, i -> i + 1)
                .map(i -> i == 1 ? Who.SOMEBODY : Who.SOMEBODY + "-" + i)
                .filter(subject -> bound.stream().noneMatch(member -> member.endsWith(":sub:" + subject)))
                .findFirst()
                .orElseThrow();
    }

    Decision decide(String name, Who who, Question question) {
        return DecisionPoint.decide(question, of(name, who), 0);
    }
}
