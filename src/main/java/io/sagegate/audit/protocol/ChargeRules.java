package io.sagegate.audit.protocol;

import io.sagegate.audit.protocol.RecordLine.Use;
import java.util.List;
import java.util.function.BiConsumer;

/// The rules between an attempt and the completion of the same call: charges are what was held, or what was used.
final class ChargeRules {
    /// The unit of limits in USD.
    private static final String DOLLARS = "nano_dollars";

    /// The word that a limit's own price begins with in its text.
    private static final String PRICED = " at ";

    private ChargeRules() {}

    static void check(RecordLine attempt, RecordLine completion, BiConsumer<Rule, String> broken) {
        if (!attempt.grant().equals(completion.grant())) {
            broken.accept(Rule.ATTEMPTED, "The attempt was made by another grant.");
        }
        if (!limits(attempt).equals(limits(completion))) {
            broken.accept(Rule.HELD, "The completion is charged on other limits than its attempt.");
            return;
        }
        for (var i = 0; i < attempt.uses().size(); i++) {
            charge(attempt.uses().get(i), completion.uses().get(i), completion, broken);
        }
    }

    private static List<String> limits(RecordLine line) {
        return line.uses().stream().map(Use::limit).toList();
    }

    private static void charge(Use held, Use used, RecordLine completion, BiConsumer<Rule, String> broken) {
        // The same amount is always right: a settlement that could not be written leaves the hold.
        if (used.charged() == held.charged()) {
            return;
        }
        var amounts = ": held " + held.charged() + ", charged " + used.charged() + ".";
        if (!used.settles()) {
            broken.accept(Rule.HELD, "\"" + used.limit() + "\" was not charged as it was held" + amounts);
        } else if (!isOwed(held, used, completion)) {
            broken.accept(Rule.CHARGED, "\"" + used.limit() + "\" was not charged what the line states" + amounts);
        }
    }

    private static boolean isOwed(Use held, Use used, RecordLine completion) {
        if (completion.assumed() || completion.isStep("call")) {
            // A price per second settles to the measured time, which is shorter than what was held for it.
            return used.charged() > held.charged() || (used.unit().equals(DOLLARS) && used.charged() > 0);
        }
        if (completion.tokens().isEmpty()) {
            return used.charged() == 0;
        }
        if (used.unit().equals("tokens")) {
            return used.charged() == completion.tokens().getAsLong();
        }
        return completion.cost().isEmpty()
                || used.limit().contains(PRICED)
                || used.charged() == completion.cost().getAsLong();
    }
}
