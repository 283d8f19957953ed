package io.sagegate.audit.protocol;

import java.util.Locale;

/// The rules that the lines of a record keep. `docs/audit.md` has a line for each.
public enum Rule {
    DECIDED("A call is let through by a named grant of a named policy revision."),
    ATTEMPTED("A completion of a model's call has its attempt before it, by the same grant."),
    COMPLETED(
            "An attempt is completed within 15 minutes, the longest life of an invocation, if its environment goes on."),
    ONCE("A request ends once, and no line of it comes after its end."),
    DENIED("A denied request has no answer: no status below 400, no tokens, no cost, and no attempt after it."),
    OWN_ANSWER("A request that the gateway answers by itself calls no model and is charged nothing."),
    SAME_REQUEST("All lines of a request state the same caller, arrival, path, body and policy revision."),
    RETRIED("A call is repeated only on the routes of a model's name, or once in a queue while the model sleeps."),
    WITHIN("An attempt holds no more than its limit, and no limit has less left than nothing or more than all."),
    HELD("A completion is charged on the limits of its attempt, and what cannot be known better as it was held."),
    CHARGED("Tokens and dollars are charged as the line states them, or as they were held."),
    REVISION_ORDER(
            "A request is decided by no older policy revision than one that had decided in its environment before it arrived."),
    RESULT("A result goes to the caller of its call, and its true use is settled once.");

    private final String sentence;

    Rule(String sentence) {
        this.sentence = sentence;
    }

    /// The name in findings and in the documentation, such as `revision-order`.
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String sentence() {
        return sentence;
    }
}
