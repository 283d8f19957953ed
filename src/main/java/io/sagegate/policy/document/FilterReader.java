package io.sagegate.policy.document;

import io.sagegate.http.MediaType;
import io.sagegate.policy.obligation.Masking;
import io.sagegate.policy.obligation.ResponseRules;
import io.sagegate.policy.obligation.Selection;
import io.sagegate.policy.obligation.SensitiveKind;
import io.sagegate.policy.obligation.Shadow;
import io.sagegate.policy.obligation.ShadowRules;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Reads the rules of one filter: those in force, and those in shadow.
final class FilterReader {
    private static final int LOOK_BEHIND = 128;
    private static final int MAX_LOOK_BEHIND = 4_096;

    /// Rules that only tell how a stream is read. They hold for all others, in force or in shadow.
    private static final Set<String> TELLING = Set.of("deltas", "whole");

    private FilterReader() {}

    /// The rules in force. [ResponseRules#NONE] where all are in shadow.
    static ResponseRules inForce(String name, PolicyNode rules) throws PolicySyntaxException {
        if (rules.list().isEmpty()) {
            throw rules.error("a filter needs at least one rule");
        }
        var filter = new Filter();
        var shadows = rules.each(FilterReader::shadow);
        rules.each(rule -> filter.take(rule, shadow(rule).isEmpty()));
        return filter.some || shadows.stream().allMatch(Optional::isEmpty) ? filter.named(name) : ResponseRules.NONE;
    }

    /// The rules in shadow, with the members that tell a stream's pieces of those in force.
    static Optional<ShadowRules> inShadow(String name, PolicyNode rules) throws PolicySyntaxException {
        var filter = new Filter();
        var told = new boolean[1];
        rules.each(rule -> {
            var shadow = shadow(rule);
            told[0] |= shadow.filter(Shadow::told).isPresent();
            return filter.take(rule, shadow.isPresent());
        });
        return filter.some
                ? Optional.of(new ShadowRules(filter.named(name), new Shadow(told[0], Optional.empty())))
                : Optional.empty();
    }

    private static Optional<Shadow> shadow(PolicyNode rule) throws PolicySyntaxException {
        var node = rule.member(EnforceReader.MEMBER);
        if (!node.isAbsent() && TELLING.contains(kind(rule))) {
            throw node.error("has no meaning on a rule that withholds nothing; remove it");
        }
        return EnforceReader.shadow(node);
    }

    /// Reads a filter's rules in the order of the text.
    private static final class Filter {
        private final Set<String> types = new LinkedHashSet<>();
        private final List<Selection> selections = new ArrayList<>();
        private final List<Masking> maskings = new ArrayList<>();
        private final Set<String> deltas = new LinkedHashSet<>(ResponseRules.USUAL_DELTAS);
        private final Set<String> wholes = new LinkedHashSet<>(ResponseRules.USUAL_WHOLES);
        private long maxBytes = Long.MAX_VALUE;
        private boolean some;

        /// @param counts whether the rule is one of those that are gathered
        PolicyNode take(PolicyNode rule, boolean counts) throws PolicySyntaxException {
            var tells = TELLING.contains(kind(rule));
            if (counts || tells) {
                add(rule);
            }
            some |= counts && !tells;
            return rule;
        }

        private void add(PolicyNode rule) throws PolicySyntaxException {
            switch (kind(rule)) {
                case "contentTypes" -> types.addAll(mediaTypes(only(rule, "contentTypes")));
                case "maxBytes" ->
                    maxBytes = Math.min(maxBytes, only(rule, "maxBytes").whole(0, 1, 1L << 40));
                case "drop" -> selections.add(new Selection.Drop(ObligationReader.paths(only(rule, "drop"))));
                case "keep" -> selections.add(new Selection.Keep(ObligationReader.paths(only(rule, "keep"))));
                case "mask" -> maskings.add(kinds(rule.onlyMembers(Set.of("mask", "with", EnforceReader.MEMBER))));
                case "pattern" ->
                    maskings.add(
                            custom(rule.onlyMembers(Set.of("pattern", "with", "maxLength", EnforceReader.MEMBER))));
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
        return rule.onlyMembers(Set.of(member, EnforceReader.MEMBER)).member(member);
    }

    private static Set<String> mediaTypes(PolicyNode node) throws PolicySyntaxException {
        var types = new LinkedHashSet<>(node.each(entry -> {
            var type = entry.exact().toLowerCase(Locale.ROOT);
            if (!MediaType.isName(type)) {
                throw entry.error("expected a media type without parameters, such as application/json");
            }
            return type;
        }));
        return ObligationReader.notEmpty(node, types);
    }

    private static Masking kinds(PolicyNode rule) throws PolicySyntaxException {
        var problems = new Problems();
        var kinds = problems.read(
                () -> new LinkedHashSet<>(rule.member("mask").each(FilterReader::kindOf)),
                new LinkedHashSet<SensitiveKind>());
        var with = rule.member("with");
        var text = with.isAbsent()
                ? Optional.<String>empty()
                : problems.read(() -> Optional.of(with(with)), Optional.<String>empty());
        problems.raise();
        return new Masking.Kinds(ObligationReader.notEmpty(rule.member("mask"), kinds), text);
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
        var pattern = ObligationReader.pattern(rule.member("pattern"));
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
}
