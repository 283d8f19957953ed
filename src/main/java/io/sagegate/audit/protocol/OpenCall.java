package io.sagegate.audit.protocol;

import java.util.function.BiConsumer;

/// A call that was attempted and is not completed.
///
/// @param last its newest attempt
/// @param attempts how often it was attempted
record OpenCall(RecordLine last, int attempts) {
    /// Most attempts of one call: 16 routes and 16 fallbacks of a model's name.
    private static final int MOST = 32;

    static final String ASYNC = "InvokeEndpointAsync";

    static OpenCall of(RecordLine attempt) {
        return new OpenCall(attempt, 1);
    }

    boolean isOf(RecordLine line) {
        return last.request().equals(line.request());
    }

    OpenCall again(RecordLine attempt, BiConsumer<Rule, String> broken) {
        same(attempt, broken);
        if (!isRoute(attempt) && !isWaking(attempt)) {
            broken.accept(Rule.RETRIED, "The model was called again for one request.");
        }
        return new OpenCall(attempt, attempts + 1);
    }

    private boolean isRoute(RecordLine attempt) {
        return attempt.byName() && attempts < MOST && attempt.operation().equals(last.operation());
    }

    private boolean isWaking(RecordLine attempt) {
        return attempts == 1
                && !attempt.byName()
                && attempt.operation().equals(ASYNC)
                && last.operation().equals("InvokeEndpoint");
    }

    void end(RecordLine completion, BiConsumer<Rule, String> broken) {
        same(completion, broken);
        if (completion.endsCall()) {
            ChargeRules.check(last, completion, broken);
        } else if (completion.allowed()) {
            broken.accept(Rule.OWN_ANSWER, "A model was called for what the gateway answers by itself.");
        }
    }

    private void same(RecordLine line, BiConsumer<Rule, String> broken) {
        if (!last.asked().equals(line.asked()) || !last.revision().equals(line.revision())) {
            broken.accept(Rule.SAME_REQUEST, "The line states another caller, arrival, path, body or revision.");
        }
    }
}
