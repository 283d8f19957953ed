package io.sagegate.policy;

import io.sagegate.policy.obligation.Obligations;
import io.sagegate.policy.obligation.Shadow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One rule of a role: exact names only, never a pattern.
///
/// If the set of variants, components, models or containers is empty, the call may not name one. If the set has
/// exactly one name, a call that names none is aimed at that one.
///
/// @param id unique within the policy, such as `fraud-analyst/0`
/// @param effect whether a match permits or forbids
/// @param s3Inputs places in S3 that an asynchronous call may read from: whole objects, or prefixes that end in `/`
/// @param customAttributes whether the caller's own `X-Amzn-SageMaker-Custom-Attributes` are passed on
/// @param assumeRole the narrower IAM role to call with
/// @param limits what each call under this grant is counted against
/// @param expires the instant from which it counts no more
/// @param conditions what must hold besides the names, all of it
/// @param obligations what becomes of requests and answers
/// @param counting how the tokens of its calls are counted
/// @param slow what is allowed to calls that take long or are large
/// @param prices what its calls cost
/// @param shadow of a deny that is judged and forbids nothing
public record Grant(
        String id,
        Effect effect,
        String endpoint,
        Set<Action> actions,
        Set<String> variants,
        Set<String> components,
        Set<String> models,
        Set<String> containers,
        Set<String> s3Inputs,
        boolean customAttributes,
        Optional<String> assumeRole,
        List<Limit> limits,
        Optional<Instant> expires,
        List<Condition> conditions,
        Obligations obligations,
        Counting counting,
        SlowCalls slow,
        Prices prices,
        Optional<Shadow> shadow) {
    /// The effect of a matching rule.
    public enum Effect {
        ALLOW,
        DENY
    }

    public Grant {
        actions = Set.copyOf(actions);
        variants = Set.copyOf(variants);
        components = Set.copyOf(components);
        models = Set.copyOf(models);
        containers = Set.copyOf(containers);
        s3Inputs = Set.copyOf(s3Inputs);
        conditions = List.copyOf(conditions);
        limits = List.copyOf(limits);
    }

    boolean hasExpired(Instant now) {
        return expires.isPresent() && !now.isBefore(expires.get());
    }

    /// Whether calls of this action can be aimed at the parts of the endpoint that the grant names.
    public boolean aims(Action action) {
        return narrowed(Target.ofEndpoint(endpoint)).isCarriedBy(action);
    }

    /// Returns the target with the grant's own variant, component, model or container where the call names none.
    Target narrowed(Target target) {
        return new Target(
                target.endpoint(),
                orOnly(target.variant(), variants),
                orOnly(target.component(), components),
                orOnly(target.model(), models),
                orOnly(target.container(), containers));
    }

    private static Optional<String> orOnly(Optional<String> asked, Set<String> granted) {
        return asked.isPresent() || granted.isEmpty()
                ? asked
                : Optional.of(granted.iterator().next());
    }

    /// The name of the role that the grant belongs to.
    public String role() {
        return id.substring(0, Math.max(0, id.lastIndexOf('/')));
    }

    /// The same grant without its conditions on a body.
    Grant forSomeBody() {
        var others =
                conditions.stream().filter(condition -> !condition.isOfBody()).toList();
        return others.size() == conditions.size()
                ? this
                : new Grant(
                        id,
                        effect,
                        endpoint,
                        actions,
                        variants,
                        components,
                        models,
                        containers,
                        s3Inputs,
                        customAttributes,
                        assumeRole,
                        limits,
                        expires,
                        others,
                        obligations,
                        counting,
                        slow,
                        prices,
                        shadow);
    }
}
