package io.sagegate.cli.policy.prove;

import io.sagegate.json.JsonText;
import io.sagegate.policy.Question;
import io.sagegate.policy.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A call that shows why something does or does not hold.
public record Example(Who who, Question question) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@=-]+");

    /// The same call of another target.
    Example at(Target target) {
        return new Example(
                who, new Question(question.principal(), question.action(), target, question.facts(), question.now()));
    }

    /// The command that asks the policy of a file, or the one in force, about the call.
    ///
    /// @param file the policy's file; empty for the one in force
    public String command(Optional<String> file) {
        var words = new ArrayList<>(List.of("sagegate", "policy", "explain"));
        file.ifPresent(name -> words.addAll(List.of("-f", name)));
        words.addAll(arguments());
        return String.join(" ", words.stream().map(Example::quoted).toList());
    }

    private List<String> arguments() {
        var target = question.target();
        var facts = question.facts();
        var words = new ArrayList<>(List.of("--as", who.named()));
        who.otherGroups().forEach(group -> add(words, "--group", Optional.of(group)));
        if (!who.claims().isEmpty()) {
            add(words, "--claims", Optional.of(JsonText.of(who.claims())));
        }
        add(words, "--endpoint", Optional.of(target.endpoint()));
        add(words, "--action", Optional.of(question.action().code()));
        add(words, "--variant", target.variant());
        add(words, "--component", target.component());
        add(words, "--target-model", target.model());
        add(words, "--container", target.container());
        add(words, "--source-ip", Optional.of(facts.sourceIp()).filter(ip -> !ip.isEmpty()));
        var bytes = facts.bytes().isPresent() ? Long.toString(facts.bytes().getAsLong()) : "unknown";
        add(words, "--bytes", Optional.of(bytes).filter(size -> !size.equals("0")));
        add(words, "--content-type", facts.contentType());
        add(words, "--at", Optional.of(question.now().toString()));
        return words;
    }

    private static void add(List<String> words, String option, Optional<String> value) {
        value.ifPresent(given -> words.addAll(List.of(option, given)));
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
