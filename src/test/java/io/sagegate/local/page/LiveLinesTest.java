package io.sagegate.local.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

final class LiveLinesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void totalsCountCallsWhoseLinesAreNotKeptAnyMore() {
        var lines = new LiveLines();
        for (var i = 0; i < 2 * LiveLines.KEPT; i++) {
            lines.add(JSON.createObjectNode().put("status", "Attempt").put("action", "Allowed"));
            lines.add(
                    JSON.createObjectNode().put("status", "Success").put("action", i % 4 == 0 ? "Denied" : "Allowed"));
        }
        var totals = JSON.createObjectNode();
        lines.totals(totals);
        assertThat(totals.path("calls").asLong()).isEqualTo(2L * LiveLines.KEPT);
        assertThat(totals.path("denied").asLong()).isEqualTo(LiveLines.KEPT / 2);
        var kept = JSON.createArrayNode();
        assertThat(lines.copyAfter(0, kept)).isEqualTo(4L * LiveLines.KEPT);
        assertThat(kept).hasSize(LiveLines.KEPT);
    }
}
