package io.sagegate.cli.policy.replay;

import java.util.Optional;

/// Calls in words.
final class Calls {
    private Calls() {}

    /// Such as `invoke fraud-llm, component llama`.
    static String text(RecordedCall call) {
        var target = call.target();
        return call.action().code() + " " + target.endpoint()
                + part("component", target.component())
                + part("variant", target.variant())
                + part("model", target.model())
                + part("container", target.container());
    }

    private static String part(String kind, Optional<String> name) {
        return name.map(value -> ", " + kind + " " + value).orElse("");
    }
}
