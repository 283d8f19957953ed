package io.sagegate.cli.drift;

import io.sagegate.cli.deployed.Stack;
import io.sagegate.cli.policy.document.CompiledPolicy;
import io.sagegate.cli.report.Shell;
import io.sagegate.policy.Grant;
import io.sagegate.policy.ModelRoute;
import io.sagegate.policy.Target;
import io.sagegate.policy.document.ModelReader;
import io.sagegate.policy.document.PolicySyntaxException;
import io.sagegate.policy.name.EndpointArn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The policy in force beside the stack it works on.
///
/// @param tableWords aim a further command at the stack's policy table
record Side(Stack stack, CompiledPolicy policy, String tableWords) {
    /// Bytes that CloudFormation takes for the value of a parameter.
    private static final int LONGEST_PARAMETER = 4_096;

    /// Everything that grants and model names lead to, denials left out; in a stable order.
    List<Reached> reached() {
        var reached = new ArrayList<Reached>();
        for (var role : policy.roles().values()) {
            for (var grant : role.grants()) {
                if (grant.effect() == Grant.Effect.ALLOW) {
                    var assumed = grant.assumeRole().isPresent();
                    targets(grant)
                            .forEach(target ->
                                    reached.add(new Reached("the grant " + grant.id(), grant.id(), target, assumed)));
                }
            }
        }
        var assumed = reached.stream()
                .filter(Reached::assumed)
                .map(each -> each.target().endpoint())
                .collect(Collectors.toSet());
        routes().forEach((name, route) -> reached.add(new Reached(
                "the model " + name,
                "model/" + name,
                route.target(),
                assumed.contains(route.target().endpoint()))));
        return reached;
    }

    private java.util.SortedMap<String, ModelRoute> routes() {
        var routes = new java.util.TreeMap<String, ModelRoute>();
        try {
            ModelReader.models(policy.document().root().member("models")).forEach((name, model) -> {
                var index = 0;
                for (var list : List.of(model.routes(), model.fallbacks())) {
                    for (var route : list) {
                        routes.put(name + "/" + index++, route);
                    }
                }
            });
        } catch (PolicySyntaxException e) {
            throw new IllegalStateException("the policy was sound", e);
        }
        return routes;
    }

    /// One for the endpoint and each part that the grant names.
    private static List<Target> targets(Grant grant) {
        var targets = new ArrayList<Target>();
        var none = Optional.<String>empty();
        targets.add(Target.ofEndpoint(grant.endpoint()));
        new TreeSet<>(grant.variants())
                .forEach(name -> targets.add(new Target(grant.endpoint(), Optional.of(name), none, none, none)));
        new TreeSet<>(grant.components())
                .forEach(name -> targets.add(new Target(grant.endpoint(), none, Optional.of(name), none, none)));
        return targets;
    }

    /// ARNs that calls to these targets need in the role, in lower case.
    Set<String> needed(Collection<Reached> all) {
        var needed = new TreeSet<String>();
        for (var reached : all) {
            var target = reached.target();
            var prefix = target.arn().map(EndpointArn::prefix).orElse(prefix());
            needed.add((prefix + "endpoint/" + target.name()).toLowerCase(Locale.ROOT));
            target.component()
                    .ifPresent(name -> needed.add((prefix + "inference-component/" + name).toLowerCase(Locale.ROOT)));
        }
        return needed;
    }

    /// SageMaker writes names in ARNs in lower case.
    String arn(String type, String name) {
        return (prefix() + type + "/" + name).toLowerCase(Locale.ROOT);
    }

    private String prefix() {
        return "arn:" + stack.partition() + ":sagemaker:" + stack.region() + ":" + stack.account() + ":";
    }

    /// Whether the stack's own account and region hold it, which is where endpoints are looked for.
    boolean isHere(Target target) {
        return target.arn()
                .map(EndpointArn::prefix)
                .filter(prefix -> !prefix.equals(prefix()))
                .isEmpty();
    }

    /// ARNs of the stack's parameter, in lower case.
    Set<String> invocable() {
        var arns = new TreeSet<String>();
        stack.invocable().forEach(arn -> arns.add(arn.toLowerCase(Locale.ROOT)));
        return arns;
    }

    /// The command that deploys the same stack with other ARNs.
    String redeploy(Collection<String> arns) {
        var first = new ArrayList<String>();
        var more = new ArrayList<String>();
        var length = 0;
        for (var arn : arns) {
            length += arn.length() + 1;
            (length <= LONGEST_PARAMETER ? first : more).add(arn);
        }
        var full = !more.isEmpty() || !stack.parameter("MoreEndpointArns").isEmpty();
        return "sam deploy --stack-name " + Shell.word(stack.name()) + " --parameter-overrides EndpointArns="
                + String.join(",", first) + (full ? " MoreEndpointArns=" + String.join(",", more) : "");
    }

    String correct(String what) {
        return what + " in the policy, then: sagegate policy apply policy.yaml " + tableWords;
    }
}
