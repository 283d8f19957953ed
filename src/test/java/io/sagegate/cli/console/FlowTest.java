package io.sagegate.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.cli.policy.document.PolicyDocument;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FlowTest {
    private static final String NESTED =
            "{when: {sources: [10.0.0.0/8], hours: {from: \"08:00\", zone: Europe/Vienna}}, limits: [2 concurrent], n: 3}";
    private static final String SORTED =
            "{limits: [2 concurrent], n: 3, when: {hours: {from: \"08:00\", zone: Europe/Vienna}, sources: [10.0.0.0/8]}}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "08:00",
                "3",
                "1e3",
                "true",
                "null",
                "~",
                "no",
                "",
                " a",
                "a ",
                "a: b",
                "a:",
                "a #b",
                "a, b",
                "'",
                "\"",
                "\\d{8}",
                "*",
                "&a",
                "- a",
                "-",
                "?",
                "$.a[*].b",
                "[x]",
                "{x}",
                "https://a/b",
                "okta:group:x",
                "%a",
                "|",
                ">",
                "@a",
                "`a",
                "100 requests per minute, burst 5",
                "0x1F",
                "+1",
                ".5",
                "::1/128",
                "2027-01-31",
                "=",
                "<<"
            })
    void everyTextIsReadBackAsItWas(String text) throws InvalidPolicyException {
        var line = Flow.of(Arrays.asList(text, text));
        assertThat(PolicyDocument.parse("p", line).root().value()).isEqualTo(Arrays.asList(text, text));
    }

    @Test
    void membersAreWrittenAsInAPolicy() throws InvalidPolicyException {
        var value = PolicyDocument.parse("p", NESTED).root().value();
        assertThat(Flow.of(value)).as("members in the order of their names").isEqualTo(SORTED);
        assertThat(PolicyDocument.parse("p", SORTED).root().value()).isEqualTo(value);
        assertThat(Flow.of(null)).isEqualTo("null");
    }
}
