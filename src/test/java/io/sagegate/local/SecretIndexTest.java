package io.sagegate.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretIndexTest {
    private static final String PROMPT =
            "{\"prompt\":\"Tell me, in one sentence, what ails the patient in bed 14 of ward C.\"}";

    private final SecretIndex index = new SecretIndex();

    private List<String> found(String text) throws IOException {
        return index.find(new StringReader(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PROMPT,
                "body={\\\"prompt\\\":\\\"Tell me, in one sentence, what ails the patient in bed 14 of ward C.\\\"}",
                "... one sentence, what ails the patient in bed 14 of ...",
                "what\nails the\r\n\tpatient in bed 14 of ward C.\"}",
            })
    void aLeakIsFoundWholeEscapedCutOutOrBroken(String leak) throws IOException {
        index.add("prompt", PROMPT);
        assertThat(found("first line\n" + leak + "\nlast")).isNotEmpty().allMatch(hit -> hit.startsWith("a prompt on"));
    }

    @Test
    void theFindingNamesTheLineAndNotTheSecret() throws IOException {
        index.add("prompt", PROMPT);
        assertThat(found("one\ntwo\n" + PROMPT))
                .contains("a prompt on line 3")
                .noneMatch(hit -> hit.contains("patient"));
    }

    @Test
    void whatIsNoSecretIsNotFound() throws IOException {
        index.add("prompt", PROMPT);
        index.add("prompt", "0".repeat(200));
        index.add("prompt", "short");
        assertThat(found("{\"stage_micros\":{},\"zeros\":\"" + "0".repeat(300)
                        + "\",\"short\":\"short\",\"patient\":1}"))
                .isEmpty();
        assertThat(index.size("prompt")).isOne();
    }
}
