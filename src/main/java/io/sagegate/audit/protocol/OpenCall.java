package io.sagegate.audit.protocol;

import java.util.function.BiConsumer;

/// A call that was attempted and is not completed.
///
/// @param first its first attempt
/// @param last its newest attempt
/// @param attempts how often it was attempted
/// @param isOvertaken whether a request that began after it has ended
record OpenCall(RecordLine first, RecordLine last, int attempts, boolean isOvertaken) {
    /// Most attempts of one call: 16 routes and 16 fallbacks of a model's name.
    private static final int MOST = 32;

    /// Milliseconds of the longest life of an invocation in Lambda: 15 minutes.
    private static final long LONGEST = 900_000;

    static OpenCall of(RecordLine attempt) {
        return new OpenCall(attempt, attempt, 1, false);
    }

    OpenCall overtaken() {
        return new OpenCall(first, last, attempts, true);
    }

    /// Whether the call cannot be running any more when another line's request arrives.
    boolean isTooOld(RecordLine line) {
        return line.arrived() - first.arrived() > LONGEST && !line.request().equals(first.request());
    }

    OpenCall again(RecordLine attempt, BiConsumer<Rule, String> broken) {
        same(attempt, broken);
        if (!isRoute(attempt) && !isWaking(attempt)) {
            broken.accept(Rule.RETRIED, "The model was called again for one request.");
        }
        return new OpenCall(first, attempt, attempts + 1, isOvertaken);
    }

    private boolean isRoute(RecordLine attempt) {
        return attempt.byName() && attempts < MOST && attempt.operation().equals(last.operation());
    }

    private boolean isWaking(RecordLine attempt) {
        return attempts == 1
                && !attempt.byName()
                && attempt.operation().equals("InvokeEndpointAsync")
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
