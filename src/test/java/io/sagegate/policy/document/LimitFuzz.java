package io.sagegate.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;

/// A limit's text is refused, or counts something above nothing.
public final class LimitFuzz implements FuzzTarget {
    @Override
    public void accept(byte[] input) {
        try {
            var sentence = LimitText.parse(new PolicyNode(new String(input, StandardCharsets.UTF_8), "limits[0]"));
            assertThat(sentence.reserve()).isPositive();
            assertThat(sentence.quota()).isNotNull();
        } catch (PolicySyntaxException e) {
            assertThat(e.path()).isEqualTo("limits[0]");
        }
    }
}
