package io.sagegate.policy.document;

import io.sagegate.policy.Limit;
import io.sagegate.policy.Limit.Scope;
import io.sagegate.policy.obligation.Shadow;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads the `limits` of a grant or a binding. A limit is a text such as `100 requests per minute`, or an object
/// with a text and options.
public final class LimitReader {
    private static final Set<String> MEMBERS =
            Set.of("limit", "scope", "onUsageFailure", "raise", "notify", EnforceReader.MEMBER);
    private static final int MAX_LIMITS = 10;

    private LimitReader() {}

    /// A grant's limits: they count calls of its endpoint.
    public static List<Limit> ofGrant(PolicyNode node) throws PolicySyntaxException {
        return limits(node, EnumSet.allOf(Scope.class), false);
    }

    /// A binding's limits: they count calls of all the role's endpoints.
    public static List<Limit> ofBinding(PolicyNode node) throws PolicySyntaxException {
        return limits(node, EnumSet.of(Scope.PRINCIPAL, Scope.ROLE), true);
    }

    private static List<Limit> limits(PolicyNode node, Set<Scope> scopes, boolean ofBinding)
            throws PolicySyntaxException {
        var counters = new HashSet<String>();
        var limits = node.each(entry -> {
            var limit = limit(entry, scopes, ofBinding);
            if (!counters.add(limit.scope() + " " + limit.counter() + " " + limit.isEnforced())) {
                throw entry.error("a limit of the same kind, period and scope is in this list already");
            }
            return limit;
        });
        if (limits.size() > MAX_LIMITS) {
            throw node.error("more than " + MAX_LIMITS + " limits");
        }
        return limits;
    }

    private static Limit limit(PolicyNode node, Set<Scope> scopes, boolean ofBinding) throws PolicySyntaxException {
        if (node.value() instanceof String) {
            var sentence = LimitSuggestion.parse(node);
            return new Limit(node.text(), sentence.quota(), Scope.PRINCIPAL, sentence.reserve(), false, ofBinding);
        }
        node.map();
        var problems = new Problems();
        problems.check(() -> node.onlyMembers(MEMBERS));
        var scope = problems.read(() -> scope(node.member("scope"), scopes), Scope.PRINCIPAL);
        var admits = problems.read(() -> admits(node.member("onUsageFailure")), false);
        var shadow =
                problems.read(() -> EnforceReader.shadow(node.member(EnforceReader.MEMBER)), Optional.<Shadow>empty());
        problems.check(() -> LimitSuggestion.parse(node.member("limit")));
        problems.raise();
        var text = node.member("limit");
        var sentence = LimitSuggestion.parse(text);
        var raise = RaiseReader.raise(node.member("raise"), sentence.quota());
        var thresholds = NotifyReader.thresholds(node.member("notify"), sentence.quota(), raise);
        if (shadow.isPresent() && !thresholds.isEmpty()) {
            throw node.member("notify").error("a limit in shadow tells nothing; remove it");
        }
        return new Limit(
                text.text(), sentence.quota(), scope, sentence.reserve(), admits, ofBinding, raise, thresholds, shadow);
    }

    private static Scope scope(PolicyNode node, Set<Scope> scopes) throws PolicySyntaxException {
        var code = node.optionalText().orElse(Scope.PRINCIPAL.code());
        for (var scope : Scope.values()) {
            if (scope.code().equals(code) && scopes.contains(scope)) {
                return scope;
            }
        }
        throw node.error("expected one of "
                + String.join(", ", scopes.stream().map(Scope::code).sorted().toList()));
    }

    private static boolean admits(PolicyNode node) throws PolicySyntaxException {
        return switch (node.optionalText().orElse("deny")) {
            case "allow" -> true;
            case "deny" -> false;
            default -> throw node.error("expected allow or deny");
        };
    }
}
