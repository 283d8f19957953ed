package io.sagegate.cli.policy.revision;

import io.sagegate.cli.console.InvalidPolicyException;
import io.sagegate.cli.policy.document.PolicyCompiler;
import io.sagegate.cli.policy.document.PolicyDocument;
import io.sagegate.policy.document.PolicySyntaxException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The items of a policy, as `sagegate policy apply` writes them.
public final class SimPolicyItems {
    private SimPolicyItems() {}

    public static List<Map<String, @Nullable Object>> of(String yaml, long revision) {
        try {
            var policy =
                    PolicyCompiler.read(PolicyDocument.parse("simulated", yaml)).sound();
            return Written.whole(PolicyRows.of(policy), revision).items();
        } catch (InvalidPolicyException | PolicySyntaxException e) {
            throw new IllegalStateException(yaml, e);
        }
    }
}
