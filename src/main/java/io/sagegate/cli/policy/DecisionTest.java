package io.sagegate.cli.policy;

import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.policy.Action;
import io.sagegate.policy.Decision;
import io.sagegate.policy.Facts;
import io.sagegate.policy.Policy;
import io.sagegate.policy.PolicyUnavailableException;
import io.sagegate.policy.Shadowed;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicyReader;
import io.sagegate.policy.document.PolicySyntaxException;
import io.sagegate.reason.Reason;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// One test of a policy: a call, and the decision that it must get.
///
/// @param path the place of the test in the file
/// @param expected the reason code: `granted`, `not_granted`, ...
/// @param grant the grant that must have decided, if the test names one
/// @param shadow the denies in shadow that must match, exactly these, if the test names any or none
record DecisionTest(
        String path,
        String name,
        Imagined call,
        String expected,
        Optional<String> grant,
        Optional<Set<String>> shadow) {
    private static final Set<String> MEMBERS = Set.of(
            "name",
            "as",
            "groups",
            "claims",
            "endpoint",
            "action",
            "variant",
            "component",
            "targetModel",
            "container",
            "sourceIp",
            "bytes",
            "contentType",
            "at",
            "expect",
            "grant",
            "shadow");

    static DecisionTest of(PolicyNode node) throws PolicySyntaxException {
        node.onlyMembers(MEMBERS);
        var expected = node.member("expect").text();
        if (Arrays.stream(Reason.values()).noneMatch(reason -> reason.code().equals(expected))) {
            throw node.member("expect").error("\"" + expected + "\" is no reason code; see docs/reasons.md");
        }
        return new DecisionTest(
                node.path(),
                node.member("name").text(),
                call(node),
                expected,
                node.member("grant").optionalText(),
                node.member("shadow").isAbsent()
                        ? Optional.empty()
                        : Optional.of(node.member("shadow").exactSet()));
    }

    private static Imagined call(PolicyNode node) throws PolicySyntaxException {
        var action = node.member("action");
        try {
            return new Imagined(
                    Caller.of(
                            node.member("as").text(),
                            List.copyOf(node.member("groups").exactSet()),
                            claims(node)),
                    Action.ofCode(action.optionalText().orElse("invoke"))
                            .orElseThrow(() -> action.error("unknown action")),
                    PolicyReader.target(node),
                    new Facts(
                            node.member("sourceIp").optionalText().orElse(""),
                            node.member("bytes").whole(0, 0, Integer.MAX_VALUE),
                            node.member("contentType").optionalText()),
                    PolicyReader.expiry(node.member("at")).orElseGet(Instant::now));
        } catch (CommandFailedException e) {
            throw node.member("as").error(String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, ?> claims(PolicyNode node) throws PolicySyntaxException {
        var claims = new LinkedHashMap<String, Object>();
        if (!node.member("claims").isAbsent()) {
            node.member("claims").map().forEach((name, value) -> claims.put(String.valueOf(name), value));
        }
        return claims;
    }

    /// The failure of the test, if it fails.
    Optional<String> failure(Policy policy) throws PolicyUnavailableException {
        var stranger = call.stranger(policy);
        if (stranger.isPresent()) {
            return stranger;
        }
        var decision = call.decide(policy);
        var reason = decision instanceof Decision.Deny deny ? deny.reason() : Reason.GRANTED;
        if (!reason.code().equals(expected)) {
            return Optional.of("expected " + expected + ", decided " + reason.code());
        }
        if (grant.isPresent()
                && decision instanceof Decision.Permit permit
                && !permit.grant().id().equals(grant.get())) {
            return Optional.of("expected grant " + grant.get() + ", decided by "
                    + permit.grant().id());
        }
        var found = decision instanceof Decision.Permit permit
                ? permit.shadowed().stream().map(Shadowed::rule).collect(Collectors.toCollection(TreeSet::new))
                : new TreeSet<String>();
        if (shadow.isPresent() && !shadow.get().equals(found)) {
            return Optional.of(
                    "expected to be denied in shadow by " + new TreeSet<>(shadow.get()) + ", denied by " + found);
        }
        return Optional.empty();
    }
}
