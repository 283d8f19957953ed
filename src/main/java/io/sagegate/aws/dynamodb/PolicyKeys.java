package io.sagegate.aws.dynamodb;

/// The keys of the policy table: one pointer, and for each revision one item per thing asked for.
///
/// Items of a revision are written before the pointer names it and never change afterwards, so a reader
/// that follows the pointer sees a revision whole. Each attempt to apply takes a number of its own from the
/// sequence: two people applying at once never write the same items, and only one of them moves the pointer.
public final class PolicyKeys {
    /// The hash key's name.
    public static final String ID = "id";

    /// The pointer's key: its `revision` is the one in force.
    public static final String CURRENT = "current";

    /// The key of the sequence: its `last` is the newest number that was given to a revision.
    public static final String SEQUENCE = "sequence";

    private PolicyKeys() {}

    public static String issuers(long revision) {
        return revision + "/issuers";
    }

    public static String role(long revision, String name) {
        return revision + "/role/" + name;
    }

    /// The model names of the OpenAI routes, as one item.
    public static String models(long revision) {
        return revision + "/models";
    }

    /// What is bound to a member name such as `okta:group:fraud-team`.
    public static String member(long revision, String member) {
        return revision + "/member/" + member;
    }

    /// What is kept of an API key. Keys belong to no revision: they come and go between two of them.
    public static String apiKey(String id) {
        return "key/" + id;
    }

    /// Who applied the revision, when and why. Kept for good.
    public static String record(long revision) {
        return revision + "/revision";
    }

    /// A part of the document as it was written, counted from 0. Kept for good.
    public static String source(long revision, long part) {
        return revision + "/source/" + part;
    }
}
