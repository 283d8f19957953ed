package io.sagegate.cli.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.fuzz.FuzzTarget;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A policy of the gateway's role: what cannot be read names everything, and each statement that allows a call of a
/// model names something.
public final class RightsFuzz implements FuzzTarget {
    @Override
    public void accept(byte[] input) {
        var document = new String(input, StandardCharsets.UTF_8);
        var invoked = Rights.invoked(document);
        try {
            var root = Json.readObject(document.getBytes(StandardCharsets.UTF_8), JsonLimits.IDENTITY);
            if (root.get("Statement") instanceof Map<?, ?> one && plainlyInvokes(one)) {
                assertThat(invoked).isNotEmpty();
            }
        } catch (JsonException e) {
            if (document.length() <= JsonLimits.IDENTITY.maxBytes() / 4) {
                assertThat(invoked).doesNotContainNull();
            }
        }
    }

    private static boolean plainlyInvokes(Map<?, ?> statement) {
        return "Allow".equals(statement.get("Effect"))
                && statement.get("Action") instanceof String action
                && action.toLowerCase(Locale.ROOT).equals("sagemaker:invokeendpoint")
                && !List.of().equals(statement.get("Resource"));
    }
}
