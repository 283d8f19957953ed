package io.sagegate.policy.document;

import io.sagegate.policy.SlowCalls;
import io.sagegate.policy.name.Names;
import java.util.Optional;
import java.util.Set;

/// Reads what a grant allows to calls that take long or are large: `maxUploadBytes`, `onSleep`, `wakeSeconds`.
final class SlowCallsReader {
    /// The largest input of an asynchronous call, in bytes.
    ///
    /// Source: SageMaker Developer Guide, "Asynchronous inference", payload sizes up to 1 GB.
    private static final long LARGEST_UPLOAD = 1_000_000_000L;

    /// The longest wait that is told, in seconds: no model needs an hour to start.
    private static final int LONGEST_WAKE = 3_600;

    private SlowCallsReader() {}

    static SlowCalls of(PolicyNode grant) throws PolicySyntaxException {
        var problems = new Problems();
        var slow = new SlowCalls(
                problems.read(() -> grant.member("maxUploadBytes").whole(0, 1, LARGEST_UPLOAD), 0L),
                problems.read(() -> queue(grant), Optional.<String>empty()),
                Math.toIntExact(problems.read(
                        () -> grant.member("wakeSeconds").whole(SlowCalls.USUAL_WAKE_SECONDS, 1, LONGEST_WAKE),
                        (long) SlowCalls.USUAL_WAKE_SECONDS)));
        problems.raise();
        return slow;
    }

    private static Optional<String> queue(PolicyNode grant) throws PolicySyntaxException {
        var node = grant.member("onSleep");
        if (node.isAbsent()) {
            return Optional.empty();
        }
        if ("queue".equals(node.value())) {
            return Optional.of(grant.member("endpoint").text());
        }
        if (node.value() instanceof String) {
            throw node.error("expected queue, or queue: NAME with another endpoint's name");
        }
        var endpoint = node.onlyMembers(Set.of("queue")).member("queue");
        var name = endpoint.exact();
        if (!Names.isResource(name)) {
            throw endpoint.error(Names.not(name, Names.ENDPOINT));
        }
        return Optional.of(name);
    }
}
