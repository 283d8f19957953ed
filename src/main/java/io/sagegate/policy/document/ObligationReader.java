package io.sagegate.policy.document;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.sagegate.json.JsonException;
import io.sagegate.json.schema.JsonSchema;
import io.sagegate.policy.obligation.JsonPath;
import io.sagegate.policy.obligation.Obligations;
import io.sagegate.policy.obligation.RequestRules;
import io.sagegate.policy.obligation.ResponseRules;
import io.sagegate.policy.obligation.Shadow;
import io.sagegate.policy.obligation.ShadowRules;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads the rules of a filter (a list) and of a guard (members) from plain values.
public final class ObligationReader {
    private static final int MAX_PATTERN = 512;

    private static final List<String> USUAL_PROMPTS = List.of(
            "$.messages[*].content",
            "$.messages[*].content[*].text",
            "$.prompt",
            "$.prompt[*]",
            "$.input",
            "$.input[*]",
            "$.input[*].content",
            "$.input[*].content[*].text",
            "$.instructions",
            "$.system",
            "$.system[*].text",
            "$.inputs",
            "$.inputs[*]");

    private ObligationReader() {}

    /// The obligations of one grant, whose `filter` and `guard` hold `name` and `rules`.
    public static Obligations of(PolicyNode grant) throws PolicySyntaxException {
        var filter = grant.member("filter");
        var guard = grant.member("guard");
        var problems = new Problems();
        var passesErrors = problems.read(() -> ErrorsReader.passes(grant.member("errors")), false);
        if (filter.isAbsent() && guard.isAbsent()) {
            problems.raise();
            return passesErrors
                    ? new Obligations(RequestRules.NONE, ResponseRules.NONE, true, Optional.empty())
                    : Obligations.NONE;
        }
        var obligations = new Obligations(
                guard.isAbsent()
                        ? RequestRules.NONE
                        : problems.read(() -> guard(name(guard), guard.member("rules")), RequestRules.NONE),
                filter.isAbsent()
                        ? ResponseRules.NONE
                        : problems.read(
                                () -> FilterReader.inForce(name(filter), filter.member("rules")), ResponseRules.NONE),
                passesErrors,
                filter.isAbsent()
                        ? Optional.<ShadowRules>empty()
                        : problems.read(
                                () -> FilterReader.inShadow(name(filter), filter.member("rules")), Optional.empty()));
        problems.raise();
        return obligations;
    }

    private static String name(PolicyNode rules) throws PolicySyntaxException {
        return rules.onlyMembers(Set.of("name", "rules")).member("name").exact();
    }

    /// The rules of one filter, those in force. [ResponseRules#NONE] where all are in shadow.
    public static ResponseRules filter(String name, PolicyNode rules) throws PolicySyntaxException {
        var inForce = FilterReader.inForce(name, rules);
        FilterReader.inShadow(name, rules);
        return inForce;
    }

    static <C extends java.util.Collection<?>> C notEmpty(PolicyNode node, C values) throws PolicySyntaxException {
        if (values.isEmpty()) {
            throw node.error("expected at least one entry");
        }
        return values;
    }

    static List<JsonPath> paths(PolicyNode node) throws PolicySyntaxException {
        // A single path may stand without a list.
        return node.value() instanceof String ? List.of(path(node)) : notEmpty(node, node.each(ObligationReader::path));
    }

    private static JsonPath path(PolicyNode node) throws PolicySyntaxException {
        return JsonPath.of(node.text())
                .orElseThrow(() -> node.error("expected a path such as $.choices[*].logprobs or $..debug"));
    }

    static Pattern pattern(PolicyNode node) throws PolicySyntaxException {
        var text = node.text();
        if (text.length() > MAX_PATTERN) {
            throw node.error("longer than " + MAX_PATTERN + " characters");
        }
        var pattern = compiled(text, node);
        if (pattern.matcher("").find()) {
            throw node.error("the expression matches the empty text, so it would match everywhere");
        }
        return pattern;
    }

    private static Pattern compiled(String expression, PolicyNode node) throws PolicySyntaxException {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw node.error("not an expression that RE2 reads: " + e.getDescription()
                    + " (no look-around, no back-references)");
        }
    }

    /// Reads an expression whose spaces match white space of any kind and length.
    private static Pattern denied(PolicyNode node) throws PolicySyntaxException {
        return compiled(AnySpace.of(pattern(node).pattern()), node);
    }

    private static List<Pattern> patterns(PolicyNode node) throws PolicySyntaxException {
        return node.each(ObligationReader::pattern);
    }

    /// The rules of one guard.
    public static RequestRules guard(String name, PolicyNode rules) throws PolicySyntaxException {
        rules.map();
        var problems = new Problems();
        problems.check(() -> rules.onlyMembers(
                Set.of("maxPromptCharacters", "deny", "allow", "prompts", "schema", EnforceReader.MEMBER)));
        var largest = problems.read(
                () -> rules.member("maxPromptCharacters").whole(Integer.MAX_VALUE, 1, Integer.MAX_VALUE - 1L), 1L);
        var prompts = rules.member("prompts").isAbsent()
                ? new PolicyNode(USUAL_PROMPTS, rules.path())
                : rules.member("prompts");
        var guard = new RequestRules(
                name,
                Math.toIntExact(largest),
                problems.read(() -> rules.member("deny").each(ObligationReader::denied), List.of()),
                problems.read(() -> patterns(rules.member("allow")), List.of()),
                problems.read(() -> paths(prompts), List.of()),
                problems.read(() -> schema(rules.member("schema")), Optional.empty()),
                problems.read(
                        () -> EnforceReader.shadow(rules.member(EnforceReader.MEMBER)), Optional.<Shadow>empty()));
        problems.raise();
        if (!guard.readsBodies()) {
            throw rules.error("a guard needs at least one of maxPromptCharacters, deny, allow, schema");
        }
        return guard;
    }

    private static Optional<JsonSchema> schema(PolicyNode node) throws PolicySyntaxException {
        if (node.isAbsent()) {
            return Optional.empty();
        }
        try {
            return Optional.of(JsonSchema.of(node.map()));
        } catch (JsonException e) {
            throw node.error(String.valueOf(e.getMessage()));
        }
    }
}
