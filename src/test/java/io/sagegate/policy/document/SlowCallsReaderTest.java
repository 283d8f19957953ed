package io.sagegate.policy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sagegate.policy.SlowCalls;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SlowCallsReaderTest {
    private static SlowCalls of(Map<String, Object> grant) throws PolicySyntaxException {
        return SlowCallsReader.of(new PolicyNode(grant, "grant"));
    }

    @Test
    void whatIsWrittenIsRead() throws PolicySyntaxException {
        assertThat(of(Map.of("maxUploadBytes", 5L, "onSleep", Map.of("queue", "batch"), "wakeSeconds", 30L)))
                .isEqualTo(new SlowCalls(5, Optional.of("batch"), 30));
        assertThat(of(Map.of("endpoint", "llm", "onSleep", "queue")).queueOnSleep())
                .contains("llm");
    }

    @Test
    void withoutAWordThereAreNoUploadsAndNoQueue() throws PolicySyntaxException {
        assertThat(of(Map.of())).isEqualTo(new SlowCalls(0, Optional.empty(), SlowCalls.USUAL_WAKE_SECONDS));
    }

    @Test
    void everyMistakeIsTold() {
        assertThatThrownBy(() -> of(Map.of("maxUploadBytes", 1_000_000_001L)))
                .isInstanceOf(PolicySyntaxException.class);
        assertThatThrownBy(() -> of(Map.of("wakeSeconds", 3_601L))).isInstanceOf(PolicySyntaxException.class);
        assertThatThrownBy(() -> of(Map.of("onSleep", "wait"))).hasMessageContaining("expected queue");
        assertThatThrownBy(() -> of(Map.of("onSleep", Map.of("queue", "*")))).isInstanceOf(PolicySyntaxException.class);
    }

    @Test
    void errorsPassOnlyWhereThePolicySaysSo() throws PolicySyntaxException {
        assertThat(ErrorsReader.passes(new PolicyNode("pass", "errors"))).isTrue();
        assertThat(ErrorsReader.passes(new PolicyNode("hide", "errors"))).isFalse();
        assertThatThrownBy(() -> ErrorsReader.passes(new PolicyNode("show", "errors")))
                .hasMessageContaining("expected hide or pass");
    }
}
