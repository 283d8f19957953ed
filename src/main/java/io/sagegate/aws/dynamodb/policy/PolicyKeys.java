package io.sagegate.aws.dynamodb.policy;

/// The keys of the policy table: one pointer, and several items for each revision.
///
/// The items of a revision are written before the pointer names it, and never change afterwards. So a reader that
/// follows the pointer sees a whole revision. Each attempt to apply a policy takes its own number from the sequence.
/// Two people who apply at once never write the same items, and only one of them moves the pointer.
///
/// A row is a role, a member or the models. Its key is the number of the revision that wrote it, and the row's name.
/// The item of a revision's issuers says which revision wrote which row: see [PolicyLayout].
public final class PolicyKeys {
    /// The key of the pointer. Its `revision` is the revision in force.
    public static final String CURRENT = "current";

    /// The key of the sequence. Its `last` is the newest number given to a revision.
    public static final String SEQUENCE = "sequence";

    /// The row of the model names of the OpenAI routes, as one item.
    public static final String MODELS = "models";

    private PolicyKeys() {}

    /// The key under which a revision wrote a row.
    public static String row(long revision, String row) {
        return revision + "/" + row;
    }

    public static String roleRow(String name) {
        return "role/" + name;
    }

    /// The row of one member's bindings, such as those of `okta:group:fraud-team`.
    public static String memberRow(String member) {
        return "member/" + member;
    }

    public static String issuers(long revision) {
        return revision + "/issuers";
    }

    public static String role(long revision, String name) {
        return row(revision, roleRow(name));
    }

    public static String models(long revision) {
        return row(revision, MODELS);
    }

    public static String member(long revision, String member) {
        return row(revision, memberRow(member));
    }

    /// The stored form of an API key. Keys belong to no revision, since they change between revisions.
    public static String apiKey(String id) {
        return "key/" + id;
    }

    /// The record of who applied the revision, when and why. Never deleted.
    public static String record(long revision) {
        return revision + "/revision";
    }

    /// One part of the document as it was written; parts count from 0. Never deleted.
    public static String source(long revision, long part) {
        return revision + "/source/" + part;
    }
}
