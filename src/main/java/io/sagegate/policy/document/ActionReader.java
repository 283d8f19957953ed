package io.sagegate.policy.document;

import io.sagegate.policy.Action;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/// Reads a grant's actions. Suggests the action that was meant where a name is none.
final class ActionReader {
    private static final List<String> CODES =
            Stream.of(Action.values()).map(Action::code).toList();

    private ActionReader() {}

    static Set<Action> actions(PolicyNode node) throws PolicySyntaxException {
        var actions = new LinkedHashSet<>(node.each(entry -> Action.ofCode(entry.exact())
                .orElseThrow(() -> entry.error("unknown action \"" + entry.value()
                        + "\"; use invoke, invoke-stream or invoke-async" + meant(String.valueOf(entry.value()))))));
        if (actions.isEmpty()) {
            throw node.error("a grant needs its actions written out: invoke, invoke-stream, invoke-async");
        }
        return actions;
    }

    /// The action that a wrong name means: one of SageMaker's and IAM's own names, or a common spelling.
    private static String meant(String wrong) {
        var name = wrong.toLowerCase(Locale.ROOT).replace("sagemaker:", "").replace("invokeendpoint", "invoke");
        if (name.contains("stream")) {
            return Suggestion.is(Action.INVOKE_STREAM.code());
        }
        if (name.contains("async")) {
            return Suggestion.is(Action.INVOKE_ASYNC.code());
        }
        return Suggestion.among(name, CODES);
    }
}
