package io.sagegate.policy.document;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.sagegate.http.MediaType;
import io.sagegate.json.JsonException;
import io.sagegate.json.schema.JsonSchema;
import io.sagegate.policy.obligation.JsonPath;
import io.sagegate.policy.obligation.Masking;
import io.sagegate.policy.obligation.Obligations;
import io.sagegate.policy.obligation.RequestRules;
import io.sagegate.policy.obligation.ResponseRules;
import io.sagegate.policy.obligation.Selection;
import io.sagegate.policy.obligation.SensitiveKind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Reads the rules of a filter (a list) and of a guard (members) from plain values.
public final class ObligationReader {
    private static final int MAX_PATTERN = 512;
    private static final int LOOK_BEHIND = 128;
    private static final int MAX_LOOK_BEHIND = 4_096;

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
            return passesErrors ? new Obligations(RequestRules.NONE, ResponseRules.NONE, true) : Obligations.NONE;
        }
        var obligations = new Obligations(
                guard.isAbsent()
                        ? RequestRules.NONE
                        : problems.read(() -> guard(name(guard), guard.member("rules")), RequestRules.NONE),
                filter.isAbsent()
                        ? ResponseRules.NONE
                        : problems.read(() -> filter(name(filter), filter.member("rules")), ResponseRules.NONE),
                passesErrors);
        problems.raise();
        return obligations;
    }

    private static String name(PolicyNode rules) throws PolicySyntaxException {
        return rules.onlyMembers(Set.of("name", "rules")).member("name").exact();
    }

    /// The rules of one filter.
    public static ResponseRules filter(String name, PolicyNode rules) throws PolicySyntaxException {
        if (rules.list().isEmpty()) {
            throw rules.error("a filter needs at least one rule");
        }
        var filter = new Filter();
        rules.each(rule -> {
            filter.add(rule);
            return rule;
        });
        return filter.named(name);
    }

    /// Reads a filter's rules in the order of the text.
    private static final class Filter {
        private final Set<String> types = new LinkedHashSet<>();
        private final List<Selection> selections = new ArrayList<>();
        private final List<Masking> maskings = new ArrayList<>();
        private final Set<String> deltas = new LinkedHashSet<>(ResponseRules.USUAL_DELTAS);
        private final Set<String> wholes = new LinkedHashSet<>(ResponseRules.USUAL_WHOLES);
        private long maxBytes = Long.MAX_VALUE;

        void add(PolicyNode rule) throws PolicySyntaxException {
            switch (kind(rule)) {
                case "contentTypes" -> types.addAll(mediaTypes(only(rule, "contentTypes")));
                case "maxBytes" ->
                    maxBytes = Math.min(maxBytes, only(rule, "maxBytes").whole(0, 1, 1L << 40));
                case "drop" -> selections.add(new Selection.Drop(paths(only(rule, "drop"))));
                case "keep" -> selections.add(new Selection.Keep(paths(only(rule, "keep"))));
                case "mask" -> maskings.add(kinds(rule.onlyMembers(Set.of("mask", "with"))));
                case "pattern" -> maskings.add(custom(rule.onlyMembers(Set.of("pattern", "with", "maxLength"))));
                case "whole" -> wholes.addAll(only(rule, "whole").exactSet());
                default -> deltas.addAll(only(rule, "deltas").exactSet());
            }
        }

        ResponseRules named(String name) {
            return new ResponseRules(name, types, maxBytes, selections, maskings, deltas, wholes);
        }
    }

    private static String kind(PolicyNode rule) throws PolicySyntaxException {
        var known = List.of("contentTypes", "maxBytes", "drop", "keep", "mask", "pattern", "deltas", "whole");
        var kinds = rule.map().keySet().stream()
                .map(String::valueOf)
                .filter(known::contains)
                .toList();
        if (kinds.size() != 1) {
            throw rule.error("a rule is exactly one of " + String.join(", ", known));
        }
        return kinds.getFirst();
    }

    private static PolicyNode only(PolicyNode rule, String member) throws PolicySyntaxException {
        return rule.onlyMembers(Set.of(member)).member(member);
    }

    private static Set<String> mediaTypes(PolicyNode node) throws PolicySyntaxException {
        var types = new LinkedHashSet<>(node.each(entry -> {
            var type = entry.exact().toLowerCase(Locale.ROOT);
            if (!MediaType.isName(type)) {
                throw entry.error("expected a media type without parameters, such as application/json");
            }
            return type;
        }));
        return notEmpty(node, types);
    }

    private static <C extends java.util.Collection<?>> C notEmpty(PolicyNode node, C values)
            throws PolicySyntaxException {
        if (values.isEmpty()) {
            throw node.error("expected at least one entry");
        }
        return values;
    }

    private static List<JsonPath> paths(PolicyNode node) throws PolicySyntaxException {
        // A single path may stand without a list.
        return node.value() instanceof String ? List.of(path(node)) : notEmpty(node, node.each(ObligationReader::path));
    }

    private static JsonPath path(PolicyNode node) throws PolicySyntaxException {
        return JsonPath.of(node.text())
                .orElseThrow(() -> node.error("expected a path such as $.choices[*].logprobs or $..debug"));
    }

    private static Masking kinds(PolicyNode rule) throws PolicySyntaxException {
        var problems = new Problems();
        var kinds = problems.read(
                () -> new LinkedHashSet<>(rule.member("mask").each(ObligationReader::kindOf)),
                new LinkedHashSet<SensitiveKind>());
        var with = rule.member("with");
        var text = with.isAbsent()
                ? Optional.<String>empty()
                : problems.read(() -> Optional.of(with(with)), Optional.<String>empty());
        problems.raise();
        return new Masking.Kinds(notEmpty(rule.member("mask"), kinds), text);
    }

    private static SensitiveKind kindOf(PolicyNode node) throws PolicySyntaxException {
        var known = List.of(SensitiveKind.values()).stream()
                .map(SensitiveKind::code)
                .toList();
        return SensitiveKind.ofCode(node.text())
                .orElseThrow(() -> node.error("unknown kind" + Suggestion.among(String.valueOf(node.value()), known)
                        + " (use " + String.join(", ", known) + ")"));
    }

    private static Masking custom(PolicyNode rule) throws PolicySyntaxException {
        var pattern = pattern(rule.member("pattern"));
        var with = rule.member("with");
        return new Masking.Custom(pattern, with.isAbsent() ? "[masked]" : with(with), (int)
                rule.member("maxLength").whole(LOOK_BEHIND, 1, MAX_LOOK_BEHIND));
    }

    /// Reads a replacement. It must break neither JSON, nor CSV, nor the framing of a stream.
    private static String with(PolicyNode node) throws PolicySyntaxException {
        if (node.value() instanceof String text && text.matches("[ -~&&[^\",\\\\]]{0,64}")) {
            return text;
        }
        throw node.error("expected up to 64 printable ASCII characters without quotes, commas and backslashes");
    }

    private static Pattern pattern(PolicyNode node) throws PolicySyntaxException {
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
        problems.check(() -> rules.onlyMembers(Set.of("maxPromptCharacters", "deny", "allow", "prompts", "schema")));
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
                problems.read(() -> schema(rules.member("schema")), Optional.empty()));
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
