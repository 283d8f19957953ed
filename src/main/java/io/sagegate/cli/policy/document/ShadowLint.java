package io.sagegate.cli.policy.document;

import io.sagegate.cli.console.Finding;
import io.sagegate.policy.document.EnforceReader;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicySyntaxException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Reminds of rules in shadow whose day of review has come: a rule that refuses nothing is easily forgotten.
final class ShadowLint {
    private final PolicyDocument document;
    private final LocalDate today;
    private final List<Finding> findings = new ArrayList<>();

    private ShadowLint(PolicyDocument document, LocalDate today) {
        this.document = document;
        this.today = today;
    }

    /// @param written the document before the rules of filters and guards were put into grants
    static List<Finding> of(PolicyDocument document, PolicyNode written, LocalDate today) {
        var lint = new ShadowLint(document, today);
        List.of("roles", "bindings", "guards", "filters").forEach(section -> lint.section(written, section));
        return lint.findings;
    }

    private void section(PolicyNode written, String name) {
        try {
            look(written.member(name));
        } catch (PolicySyntaxException _) {
            // Another finding says what is wrong with it.
        }
    }

    /// Looks at a value and at all that is in it, except for schemas, whose members are a caller's own.
    private void look(PolicyNode node) throws PolicySyntaxException {
        switch (node.value()) {
            case List<?> _ -> {
                for (var entry : node.list()) {
                    look(entry);
                }
            }
            case Map<?, ?> members -> {
                for (var name : members.keySet()) {
                    if ("enforce".equals(name)) {
                        remind(node.member(EnforceReader.MEMBER));
                    } else if (!"schema".equals(name)) {
                        look(node.member(String.valueOf(name)));
                    }
                }
            }
            case null, default -> {}
        }
    }

    private void remind(PolicyNode enforce) throws PolicySyntaxException {
        EnforceReader.review(enforce)
                .filter(day -> !day.isAfter(today))
                .ifPresent(day -> findings.add(document.warning(
                        enforce.path(),
                        "in shadow, to be reviewed on " + day + ": put the rule in force, remove it, or give it a later"
                                + " day")));
    }
}
