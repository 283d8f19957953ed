package io.sagegate.audit.protocol;

import io.sagegate.audit.protocol.RecordLine.Use;
import java.util.function.BiConsumer;

/// The rules that one line keeps by itself.
final class LineRules {
    /// The lowest status of a refusal.
    private static final int REFUSED = 400;

    private LineRules() {}

    static void check(RecordLine line, BiConsumer<Rule, String> broken) {
        decided(line, broken);
        denied(line, broken);
        if (line.isOwn() && (!line.grant().isEmpty() || isCharged(line))) {
            broken.accept(Rule.OWN_ANSWER, "The gateway's own answer names a grant or a charge.");
        }
        line.uses().forEach(use -> within(line, use, broken));
    }

    private static void decided(RecordLine line, BiConsumer<Rule, String> broken) {
        var decided = !line.grant().isEmpty() && line.revision().isPresent();
        if (line.attempt() ? !line.allowed() || !decided : line.allowed() && !line.isOwn() && !decided) {
            broken.accept(Rule.DECIDED, "The call was let through without a grant and a revision that permit it.");
        }
    }

    private static void denied(RecordLine line, BiConsumer<Rule, String> broken) {
        if (line.attempt() && line.uses().stream().anyMatch(Use::refused)) {
            broken.accept(Rule.DENIED, "A limit refused the call, and it was attempted.");
        }
        if (line.attempt() || line.allowed()) {
            return;
        }
        if (line.status() < REFUSED) {
            broken.accept(Rule.DENIED, "The request was denied and answered with " + line.status() + ".");
        }
        if (isUsed(line)) {
            broken.accept(Rule.DENIED, "The request was denied and has used tokens or dollars.");
        }
    }

    private static boolean isUsed(RecordLine line) {
        return line.tokens().orElse(0) > 0 || line.cost().orElse(0) > 0;
    }

    private static boolean isCharged(RecordLine line) {
        return isUsed(line) || !line.uses().isEmpty();
    }

    private static void within(RecordLine line, Use use, BiConsumer<Rule, String> broken) {
        var late = line.isStep("result") && use.settles();
        if (use.charged() < 0 && !late) {
            broken.accept(Rule.WITHIN, "\"" + use.limit() + "\" was charged less than nothing.");
        }
        if (use.total().isEmpty()) {
            return;
        }
        var total = use.total().getAsLong();
        var left = use.left().orElse(0);
        if (left < 0 || left > total) {
            broken.accept(Rule.WITHIN, "\"" + use.limit() + "\" has " + left + " left of " + total + ".");
        }
        if (line.attempt() && use.charged() > total) {
            broken.accept(Rule.WITHIN, "The attempt holds more than all of \"" + use.limit() + "\".");
        }
    }
}
