package io.sagegate.policy.document;

import io.sagegate.policy.obligation.Shadow;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;

/// Reads the `enforce` of a rule: `shadow`, or `{shadow: true, header: true, review: 2027-01-31}`.
public final class EnforceReader {
    /// The member's name, the same on every rule.
    public static final String MEMBER = "enforce";

    private static final String EXPECTED = "expected shadow; leave it out for a rule in force";

    private EnforceReader() {}

    /// Empty for a rule in force.
    public static Optional<Shadow> shadow(PolicyNode node) throws PolicySyntaxException {
        if (node.isAbsent()) {
            return Optional.empty();
        }
        if (node.value() instanceof String) {
            if (!node.exact().equals("shadow")) {
                throw node.error(EXPECTED);
            }
            return Optional.of(new Shadow(false, Optional.empty()));
        }
        node.onlyMembers(Set.of("shadow", "header", "review"));
        if (!node.member("shadow").flag(false)) {
            throw node.member("shadow").error("expected true; leave enforce out for a rule in force");
        }
        return Optional.of(new Shadow(node.member("header").flag(false), day(node.member("review"))));
    }

    /// The day from which a rule in shadow is to be reminded of.
    public static Optional<LocalDate> review(PolicyNode enforce) throws PolicySyntaxException {
        return shadow(enforce).flatMap(Shadow::review);
    }

    private static Optional<LocalDate> day(PolicyNode node) throws PolicySyntaxException {
        if (node.isAbsent()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(node.text()));
        } catch (DateTimeParseException e) {
            throw node.error("\"" + node.text() + "\" is not a day; write it like 2027-01-31");
        }
    }
}
