package io.sagegate.filters.guard;

import io.sagegate.fuzz.FuzzTarget;
import io.sagegate.policy.document.ObligationReader;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicySyntaxException;
import io.sagegate.policy.obligation.RequestRules;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// A media type on the first line and a body after it: refused or let through.
public final class GuardFuzz implements FuzzTarget {
    private static final RequestRules RULES = rules();

    private static RequestRules rules() {
        try {
            return ObligationReader.guard(
                    "fuzz",
                    new PolicyNode(
                            Map.of(
                                    "maxPromptCharacters",
                                    1_000L,
                                    "deny",
                                    List.of("(?i)ignore (all )?previous"),
                                    "schema",
                                    Map.of("type", "object", "required", List.of("messages"))),
                            "guards.fuzz"));
        } catch (PolicySyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void accept(byte[] input) {
        var end = 0;
        while (end < input.length && input[end] != '\n') {
            end++;
        }
        RequestGuard.check(
                RULES,
                new String(input, 0, end, StandardCharsets.ISO_8859_1),
                Arrays.copyOfRange(input, Math.min(input.length, end + 1), input.length));
    }
}
