package io.sagegate.aws.dynamodb;

/// The keys of the policy table: one pointer, and several items for each revision.
///
/// The items of a revision are written before the pointer names it, and never change afterwards. So a reader that
/// follows the pointer sees a whole revision. Each attempt to apply a policy takes its own number from the sequence.
/// Two people who apply at once never write the same items, and only one of them moves the pointer.
public final class PolicyKeys {
    /// The hash key's name.
    public static final String ID = "id";

    /// The key of the pointer. Its `revision` is the revision in force.
    public static final String CURRENT = "current";

    /// The key of the sequence. Its `last` is the newest number given to a revision.
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

    /// The bindings of one member, such as `okta:group:fraud-team`.
    public static String member(long revision, String member) {
        return revision + "/member/" + member;
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
