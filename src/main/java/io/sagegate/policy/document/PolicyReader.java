package io.sagegate.policy.document;

import io.sagegate.identity.TrustedIssuer;
import io.sagegate.policy.Counting;
import io.sagegate.policy.Grant;
import io.sagegate.policy.Prices;
import io.sagegate.policy.Role;
import io.sagegate.policy.SlowCalls;
import io.sagegate.policy.Target;
import io.sagegate.policy.name.EndpointArn;
import io.sagegate.policy.name.Names;
import io.sagegate.policy.obligation.Obligations;
import io.sagegate.policy.obligation.Shadow;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Reads issuers, roles and grants from plain values. A checked document and a loaded item have the same rules. A
/// wildcard that somebody wrote into the table by hand is therefore refused too.
public final class PolicyReader {
    private static final Set<String> GRANT_MEMBERS = Set.of(
            "effect",
            "endpoint",
            "actions",
            "variants",
            "components",
            "targetModels",
            "containers",
            "s3Inputs",
            "customAttributes",
            "assumeRole",
            "limits",
            "expires",
            "when",
            "filter",
            "guard",
            "errors",
            "counting",
            "maxUploadBytes",
            "onSleep",
            "wakeSeconds",
            "prices",
            EnforceReader.MEMBER);
    private static final List<String> ALLOW_ONLY = List.of(
            "s3Inputs",
            "customAttributes",
            "assumeRole",
            "limits",
            "filter",
            "guard",
            "errors",
            "counting",
            "maxUploadBytes",
            "onSleep",
            "wakeSeconds",
            "prices");

    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private PolicyReader() {}

    public static List<TrustedIssuer> issuers(PolicyNode list) throws PolicySyntaxException {
        var issuers = new ArrayList<TrustedIssuer>();
        var names = new LinkedHashSet<String>();
        var uris = new LinkedHashSet<String>();
        for (var node : list.list()) {
            var issuer = issuer(node);
            if (!names.add(issuer.name()) || !uris.add(issuer.issuer())) {
                throw node.error("an issuer of this name or address is there already");
            }
            issuers.add(issuer);
        }
        return List.copyOf(issuers);
    }

    public static TrustedIssuer issuer(PolicyNode node) throws PolicySyntaxException {
        return IssuerReader.issuer(node);
    }

    public static Role role(String name, PolicyNode grants) throws PolicySyntaxException {
        if (!Names.isPolicyName(name)) {
            throw grants.error("\"" + name + "\" is not a role name; use a-z, 0-9, '.', '_' and '-'");
        }
        var list = new ArrayList<Grant>();
        for (var node : grants.list()) {
            list.add(grant(name + "/" + list.size(), node));
        }
        if (list.isEmpty()) {
            throw grants.error("a role needs at least one grant");
        }
        return new Role(name, list);
    }

    public static Grant grant(String id, PolicyNode node) throws PolicySyntaxException {
        node.map();
        var problems = new Problems();
        problems.check(() -> node.onlyMembers(GRANT_MEMBERS));
        var effect = problems.read(() -> effect(node.member("effect")), Grant.Effect.ALLOW);
        if (effect == Grant.Effect.DENY) {
            ALLOW_ONLY.forEach(name -> problems.check(() -> refuseOnDeny(node.member(name))));
        }
        var grant = new Grant(
                id,
                effect,
                problems.read(() -> name(node.member("endpoint"), Names::isEndpoint, Names.ENDPOINT), ""),
                problems.read(() -> ActionReader.actions(node.member("actions")), Set.of()),
                problems.read(() -> names(node.member("variants"), Names::isResource, Names.VARIANT), Set.of()),
                problems.read(() -> names(node.member("components"), Names::isResource, Names.COMPONENT), Set.of()),
                problems.read(() -> names(node.member("targetModels"), Names::isTargetModel, Names.MODEL), Set.of()),
                problems.read(() -> names(node.member("containers"), Names::isResource, Names.CONTAINER), Set.of()),
                problems.read(() -> places(node.member("s3Inputs")), Set.of()),
                problems.read(() -> node.member("customAttributes").flag(false), false),
                problems.read(() -> assumeRole(node.member("assumeRole")), Optional.empty()),
                problems.read(() -> LimitReader.ofGrant(node.member("limits")), List.of()),
                problems.read(() -> expiry(node.member("expires")), Optional.empty()),
                problems.read(() -> ConditionReader.conditions(node.member("when"), effect), List.of()),
                problems.read(() -> ObligationReader.of(node), Obligations.NONE),
                problems.read(() -> CountingReader.counting(node.member("counting")), Counting.USUAL),
                problems.read(() -> SlowCallsReader.of(node), SlowCalls.NONE),
                problems.read(() -> PriceReader.ofGrant(node.member("prices")), Prices.NONE),
                problems.read(() -> shadow(node, effect), Optional.<Shadow>empty()));
        problems.check(() -> sameAccount(node, grant));
        problems.raise();
        return grant;
    }

    /// SageMaker looks for an endpoint in the account whose role signs.
    private static void sameAccount(PolicyNode node, Grant grant) throws PolicySyntaxException {
        var arn = EndpointArn.of(grant.endpoint());
        var role = grant.assumeRole();
        if (arn.isPresent()
                && role.isPresent()
                && !role.get().contains(":iam::" + arn.get().account() + ":")) {
            throw node.member("assumeRole")
                    .error("the role is of another account than the endpoint, "
                            + arn.get().account() + "; name a role of that account");
        }
    }

    private static Grant.Effect effect(PolicyNode node) throws PolicySyntaxException {
        return switch (node.optionalText().orElse("allow")) {
            case "allow" -> Grant.Effect.ALLOW;
            case "deny" -> Grant.Effect.DENY;
            default -> throw node.error("expected allow or deny");
        };
    }

    private static Optional<Shadow> shadow(PolicyNode grant, Grant.Effect effect) throws PolicySyntaxException {
        var node = grant.member(EnforceReader.MEMBER);
        if (effect == Grant.Effect.ALLOW && !node.isAbsent()) {
            throw node.error("stands on a deny, a limit, a guard or a rule of a filter, not on a grant that allows");
        }
        return EnforceReader.shadow(node);
    }

    private static void refuseOnDeny(PolicyNode node) throws PolicySyntaxException {
        if (!node.isAbsent()) {
            throw node.error("has no meaning on a deny; remove it");
        }
    }

    /// Reads the target of a question.
    public static Target target(PolicyNode node) throws PolicySyntaxException {
        return new Target(
                node.member("endpoint").text(),
                node.member("variant").optionalText(),
                node.member("component").optionalText(),
                node.member("targetModel").optionalText(),
                node.member("container").optionalText());
    }

    /// Reads an instant with its offset from UTC. A date alone is refused, since it ends at another moment in every
    /// zone.
    public static Optional<Instant> expiry(PolicyNode node) throws PolicySyntaxException {
        if (node.isAbsent()) {
            return Optional.empty();
        }
        try {
            var instant = OffsetDateTime.parse(node.text()).toInstant();
            // Outside these bounds an instant has no date in some zones, and `hours` needs one.
            if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
                throw node.error("\"" + node.text() + "\" is not between 1970 and 9999");
            }
            return Optional.of(instant);
        } catch (DateTimeParseException e) {
            throw node.error("\"" + node.text() + "\" is not an instant; write it like 2027-01-31T18:00:00Z or"
                    + " 2027-01-31T18:00:00+01:00");
        }
    }

    private static Optional<String> assumeRole(PolicyNode node) throws PolicySyntaxException {
        if (node.isAbsent()) {
            return Optional.empty();
        }
        return Optional.of(
                name(node, arn -> arn.matches("arn:[a-z-]+:iam::[0-9]{12}:role/[!-~]{1,512}"), "an IAM role ARN"));
    }

    private static Set<String> places(PolicyNode node) throws PolicySyntaxException {
        node.each(entry -> {
            if (!Names.isS3Place(entry.text())) {
                throw entry.error(Names.notPlace(entry.text()));
            }
            return entry;
        });
        return node.exactSet();
    }

    private static Set<String> names(PolicyNode node, Predicate<String> valid, String what)
            throws PolicySyntaxException {
        node.each(entry -> name(entry, valid, what));
        return node.exactSet();
    }

    private static String name(PolicyNode node, Predicate<String> valid, String what) throws PolicySyntaxException {
        var name = node.exact();
        if (!valid.test(name)) {
            throw node.error(Names.not(name, what));
        }
        return name;
    }

    static String policyName(PolicyNode node) throws PolicySyntaxException {
        return name(node, Names::isPolicyName, Names.OWN);
    }
}
