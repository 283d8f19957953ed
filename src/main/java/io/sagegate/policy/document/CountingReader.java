package io.sagegate.policy.document;

import io.sagegate.policy.Counting;
import java.util.Set;

/// Reads `counting` of a grant or a model: how the tokens of a model's calls are counted.
final class CountingReader {
    private static final Set<String> MEMBERS = Set.of("bounds", "mediaTokens", "askUsage");
    private static final String PATH = "[A-Za-z0-9_-]{1,64}(?:\\.[A-Za-z0-9_-]{1,64}){0,7}";
    private static final long MOST_MEDIA_TOKENS = 1_000_000;
    private static final int MOST_BOUNDS = 16;

    private CountingReader() {}

    static Counting counting(PolicyNode node) throws PolicySyntaxException {
        if (node.isAbsent()) {
            return Counting.USUAL;
        }
        var problems = new Problems();
        problems.check(() -> node.onlyMembers(MEMBERS));
        var counting = new Counting(
                problems.read(() -> bounds(node.member("bounds")), Set.<String>of()),
                problems.read(
                        () -> node.member("mediaTokens").whole(Counting.MEDIA_TOKENS, 1, MOST_MEDIA_TOKENS),
                        Counting.MEDIA_TOKENS),
                problems.read(() -> node.member("askUsage").flag(true), true));
        problems.raise();
        return counting;
    }

    private static Set<String> bounds(PolicyNode node) throws PolicySyntaxException {
        if (node.list().size() > MOST_BOUNDS) {
            throw node.error("more than " + MOST_BOUNDS + " entries");
        }
        node.each(entry -> {
            if (!entry.exact().matches(PATH)) {
                throw entry.error("\"" + entry.text() + "\" is not the path of a member, such as max_len or"
                        + " generation.max_len");
            }
            return entry;
        });
        return node.exactSet();
    }
}
