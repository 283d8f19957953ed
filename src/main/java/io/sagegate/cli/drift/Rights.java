package io.sagegate.cli.drift;

import io.sagegate.cli.deployed.Identity;
import io.sagegate.cli.report.Harm;
import io.sagegate.cli.report.Observation;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import io.sagegate.policy.Grant;
import io.sagegate.policy.name.EndpointArn;
import io.sagegate.policy.name.Names;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The policy against the rights of the gateway's role: what a grant needs and the role has not, and the reverse.
final class Rights {
    private static final JsonLimits LIMITS = new JsonLimits(262_144, 16, 32);

    private Rights() {}

    /// The parameter that the role's list is made from. One command mends every difference: it names what is needed.
    static List<Observation> ofParameter(Side side) {
        var found = new ArrayList<Observation>();
        // Another role's calls may be in the list too, since `rules` protects what is in it.
        var needed = side.needed(side.reached());
        var own = side.reached().stream().filter(each -> !each.assumed()).toList();
        var has = side.invocable();
        for (var arn : side.needed(own)) {
            if (!has.contains(arn)) {
                found.add(Observation.open(
                        Harm.MISMATCH,
                        "role-lacks:" + arn,
                        "the policy leads to " + arn + ", which the gateway's role may not invoke: such calls fail",
                        "neither EndpointArns nor MoreEndpointArns names it",
                        side.redeploy(needed)));
            }
        }
        for (var arn : side.stack().invocable()) {
            if (!needed.contains(arn.toLowerCase(Locale.ROOT))) {
                found.add(Observation.open(
                        Harm.MISMATCH,
                        "role-needs-not:" + arn,
                        "the gateway's role may invoke " + arn + ", and no grant needs it",
                        "the parameters EndpointArns and MoreEndpointArns are what it may invoke",
                        side.redeploy(needed)));
            }
        }
        found.addAll(assumable(side));
        return found;
    }

    private static List<Observation> assumable(Side side) {
        var known = side.stack().list("AssumableRoleArns");
        var found = new ArrayList<Observation>();
        for (var role : side.policy().roles().values()) {
            for (var grant : role.grants()) {
                abroad(side, grant).ifPresent(found::add);
                grant.assumeRole()
                        .filter(arn -> !known.contains(arn))
                        .ifPresent(arn -> found.add(of(side, grant, arn)));
            }
        }
        return found;
    }

    /// SageMaker looks for an endpoint in the account that signs, so such a grant needs a role of that account.
    private static Optional<Observation> abroad(Side side, Grant grant) {
        return EndpointArn.of(grant.endpoint())
                .map(EndpointArn::account)
                .filter(account -> grant.assumeRole().isEmpty()
                        && grant.effect() == Grant.Effect.ALLOW
                        && !account.equals(side.stack().account()))
                .map(account -> Observation.open(
                        Harm.MISMATCH,
                        "assume-missing:" + grant.id(),
                        "the grant " + grant.id() + " names an endpoint of the account " + account
                                + " and no role of it: such calls fail",
                        "assumeRole of the grant is empty",
                        side.correct("name a role of that account as assumeRole of the grant " + grant.id())));
    }

    private static Observation of(Side side, Grant grant, String arn) {
        return Observation.open(
                Harm.MISMATCH,
                "assume-lacks:" + grant.id(),
                "the grant " + grant.id() + " names the role " + arn + ", which the gateway may not assume",
                "AssumableRoleArns does not name it",
                side.correct("correct assumeRole of the grant " + grant.id())
                        + "; or add the role to AssumableRoleArns");
    }

    /// The role's own statements, which somebody may have changed beside the stack.
    static List<Observation> ofRole(Side side, Identity role) {
        var known = side.invocable();
        var found = new ArrayList<Observation>();
        for (var policy : role.policies()) {
            for (var resource : invoked(policy.document())) {
                if (!known.contains(resource.toLowerCase(Locale.ROOT))) {
                    found.add(Observation.open(
                            Harm.WAY_AROUND,
                            "role-wider:" + resource,
                            "the gateway's role may invoke " + resource + ", which the stack does not give it",
                            policy.from() + " of " + role.name() + ", changed beside the stack",
                            "deploy the stack again, after a change set has shown the role: sam deploy --stack-name "
                                    + side.stack().name()));
                }
            }
        }
        return found;
    }

    /// Resources of statements that allow to invoke; a document that cannot be read names everything.
    static Set<String> invoked(String document) {
        var resources = new TreeSet<String>();
        try {
            var root = Json.readObject(document.getBytes(StandardCharsets.UTF_8), LIMITS);
            for (var statement : list(root.get("Statement"))) {
                if (statement instanceof Map<?, ?> members && invokes(members)) {
                    resources.addAll(resources(members));
                }
            }
        } catch (JsonException e) {
            resources.add("*");
        }
        return resources;
    }

    /// A statement that names no resource, but those which it leaves out, names everything.
    private static List<String> resources(Map<?, ?> statement) {
        var named = list(statement.get("Resource"));
        return named.isEmpty()
                ? List.of("*")
                : named.stream().map(String::valueOf).toList();
    }

    private static boolean invokes(Map<?, ?> statement) {
        return "Allow".equals(statement.get("Effect"))
                && (statement.containsKey("NotAction")
                        || list(statement.get("Action")).stream()
                                .anyMatch(action ->
                                        mayInvoke(String.valueOf(action).toLowerCase(Locale.ROOT))));
    }

    /// Whether a pattern of actions may mean one that invokes. Errs towards "may".
    private static boolean mayInvoke(String action) {
        var colon = action.indexOf(':');
        var service = action.substring(0, Math.max(0, colon));
        return (service.equals("sagemaker") || Names.hasWildcard(service) || colon < 0)
                && (action.startsWith("invoke", colon + 1) || Names.hasWildcard(action.substring(colon + 1)));
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
    }
}
