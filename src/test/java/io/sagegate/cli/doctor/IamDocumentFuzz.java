package io.sagegate.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/// A document of IAM, as somebody else may have written it: what cannot be read may allow, and trusts somebody.
public final class IamDocumentFuzz implements FuzzTarget {
    private static final List<String> ACTIONS = List.of("sagemaker:InvokeEndpoint", "sagemaker:InvokeEndpointAsync");

    @Override
    public void accept(byte[] input) {
        var document = new String(input, StandardCharsets.UTF_8);
        var trusted = Trust.trusted(document);
        assertThat(trusted).doesNotContainNull();
        if (!MayAllow.any(document, Set.copyOf(ACTIONS))) {
            assertThat(MayAllow.any(document, List.of(ACTIONS.getFirst()))).isFalse();
            assertThat(document).contains("{");
        }
        for (var action : ACTIONS) {
            assertThat(MayAllow.like(action, action)).isTrue();
            assertThat(MayAllow.like(document + "*", action)).isIn(MayAllow.like(document + "**", action));
        }
    }
}
