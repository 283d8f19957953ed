package io.sagegate.cli.policy.prove;

import io.sagegate.policy.Action;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A sentence about who reaches an endpoint.
///
/// @param members the members that it names; empty for nobody and anybody
/// @param actions the ways to call that it is about
public record Sentence(Form form, List<String> members, String endpoint, Set<Action> actions) {
    /// The forms that are understood, one on each line.
    public static final String FORMS = """
              MEMBER reaches ENDPOINT
              MEMBER never reaches ENDPOINT
              nobody reaches ENDPOINT
              nobody but MEMBER [and MEMBER...] reaches ENDPOINT
              only MEMBER [and MEMBER...] reach ENDPOINT
            MEMBER is ISSUER:group:NAME, ISSUER:sub:NAME, iam:ARN or key:CLIENT.
            A sentence may end with "by invoke", "by invoke-stream",
            "by invoke-async" or "for streaming".""";

    private static final Pattern WHOLE = Pattern.compile(
            "(?<who>.+?) (?:can )?(?<never>never )?reach(?:es)? (?<endpoint>\\S+)(?: by (?<action>\\S+)|(?<streams> for streaming))?");
    private static final Pattern MEMBER =
            Pattern.compile("iam:arn:\\S+|key:[^:\\s]+|(?!iam:|key:)[^:\\s]+:(?:sub|group):.+");
    private static final Pattern AND = Pattern.compile(" and |, ?");

    public Sentence {
        members = List.copyOf(members);
        actions = Set.copyOf(actions);
    }

    /// The kinds of sentence.
    public enum Form {
        /// Some call of a member is let through.
        REACHES,
        /// No call of a caller who has that name is let through, whatever other names it has.
        NEVER,
        /// Every caller who reaches it has one of those names.
        ONLY
    }

    /// Reads a sentence; empty if it has none of the forms.
    public static Optional<Sentence> of(String text) {
        var match = WHOLE.matcher(text.strip().replaceAll("\\s+", " ").replaceFirst("\\.$", ""));
        return match.matches()
                ? actions(match.group("action"), match.group("streams") != null)
                        .flatMap(actions ->
                                of(match.group("who"), match.group("never") != null, match.group("endpoint"), actions))
                : Optional.empty();
    }

    private static Optional<Set<Action>> actions(@Nullable String named, boolean streams) {
        if (streams) {
            return Optional.of(Set.of(Action.INVOKE_STREAM));
        }
        return named == null
                ? Optional.of(Set.of(Action.values()))
                : Action.ofCode(named).map(Set::of);
    }

    private static Optional<Sentence> of(String who, boolean never, String endpoint, Set<Action> actions) {
        if (who.equalsIgnoreCase("nobody")) {
            return never ? Optional.empty() : Optional.of(new Sentence(Form.ONLY, List.of(), endpoint, actions));
        }
        for (var start : List.of("nobody but ", "only ")) {
            if (who.regionMatches(true, 0, start, 0, start.length())) {
                return never ? Optional.empty() : of(Form.ONLY, who.substring(start.length()), endpoint, actions);
            }
        }
        return MEMBER.matcher(who).matches()
                ? Optional.of(new Sentence(never ? Form.NEVER : Form.REACHES, List.of(who), endpoint, actions))
                : Optional.empty();
    }

    private static Optional<Sentence> of(Form form, String list, String endpoint, Set<Action> actions) {
        var members = Arrays.stream(AND.split(list)).map(String::strip).toList();
        return members.stream().allMatch(member -> MEMBER.matcher(member).matches())
                ? Optional.of(new Sentence(form, members, endpoint, actions))
                : Optional.empty();
    }
}
