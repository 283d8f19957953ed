package io.sagegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.kit.Deadline;
import io.sagegate.limits.notices.Bus;
import io.sagegate.limits.notices.Claims;
import io.sagegate.limits.notices.Crossing;
import io.sagegate.limits.notices.Notice;
import io.sagegate.limits.notices.NoticeException;
import io.sagegate.limits.notices.Teller;
import io.sagegate.reason.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Thresholds of limits at the end of the line.
final class TellingTest {
    private static final Map<String, Object> GRANT = LineOfGateway.grant(
            "limits", List.of(Map.of("limit", "2 requests per hour", "notify", List.of("50%", "100%"))));

    /// Grants each claim, as if no other environment asked.
    private static final Claims ALONE = new Claims() {
        @Override
        public Verdict claim(Crossing crossing, long now, long until, Deadline deadline) {
            return Verdict.OURS;
        }

        @Override
        public void told(Crossing crossing, Deadline deadline) {}
    };

    private final List<Notice> told = new ArrayList<>();

    private LineOfGateway line(Bus bus) {
        return new LineOfGateway(GRANT, clock -> new Teller(ALONE, bus, clock));
    }

    @Test
    void aThresholdIsToldAfterTheRecordIsWritten() {
        var records = new ArrayList<Integer>();
        var lines = new ArrayList<LineOfGateway>();
        lines.add(line((notice, _) -> {
            told.add(notice);
            records.add(lines.getFirst().record.size());
        }));
        lines.getFirst().whole(lines.getFirst().request("invocations", "{}"));
        assertThat(records).containsExactly(2);
        assertThat(told).singleElement().satisfies(notice -> {
            assertThat(notice.crossing().percent()).isEqualTo(50);
            assertThat(notice.occasion().request()).isEqualTo("invocation-1");
            assertThat(notice.occasion().role()).isEqualTo("everybody");
        });
    }

    @Test
    void aBusThatFailsFailsNoCall() {
        var refusing = line((_, _) -> {
            throw new NoticeException("the bus is down");
        });
        assertThat(refusing.reasonOf(refusing.request("invocations", "{}"))).isEqualTo(Reason.GRANTED);
        var broken = line((_, _) -> {
            throw new IllegalStateException("a bug");
        });
        assertThat(broken.reasonOf(broken.request("invocations", "{}"))).isEqualTo(Reason.GRANTED);
    }

    @Test
    void withoutABusACallGoesOn() {
        var line = new LineOfGateway(GRANT);
        assertThat(line.reasonOf(line.request("invocations", "{}"))).isEqualTo(Reason.GRANTED);
    }

    @Test
    void aRefusedCallTellsWhatNobodyHasTold() {
        var down = new ArrayList<>(List.of(true, true));
        var line = line((notice, _) -> {
            if (down.isEmpty()) {
                told.add(notice);
            } else {
                down.removeLast();
                throw new NoticeException("the bus is down");
            }
        });
        line.whole(line.request("invocations", "{}"));
        line.whole(line.request("invocations", "{}"));
        line.clock.pass(Teller.CLAIM);
        line.whole(line.request("invocations", "{}"));
        assertThat(line.record.getLast().reason()).isEqualTo(Reason.LIMIT_EXCEEDED);
        assertThat(told).extracting(notice -> notice.crossing().percent()).containsExactly(50, 100);
    }

    @Test
    void streamedAnswersAndThoseOfAnExitTellTheirThresholdsToo() throws IOException {
        var line = line((notice, _) -> told.add(notice));

        line.gateway.handle(line.request("invocations-response-stream", "{}"), new Nowhere());
        line.gateway.handle(line.request("invocations", "{}"), new Nowhere());

        assertThat(told).extracting(notice -> notice.crossing().percent()).containsExactly(50, 100);
    }

    @Test
    void aThresholdOfTokensIsToldOnceTheTrueUseIsKnown() {
        var limit = Map.of("limit", "5000 tokens per day", "notify", List.of("10%"));
        var line = new LineOfGateway(
                LineOfGateway.grant("limits", List.of(limit)),
                clock -> new Teller(ALONE, (notice, _) -> told.add(notice), clock));
        line.answers = _ -> LineOfGateway.answer(
                "{\"text\":\"" + "x".repeat(4_000) + "\",\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":600}}");

        line.whole(line.request("invocations", "{\"max_tokens\":1000}", "content-type", "application/json"));

        assertThat(told).singleElement().satisfies(notice -> {
            assertThat(notice.crossing().percent()).isEqualTo(10);
            assertThat(notice.crossing().used()).isEqualTo(610);
        });
    }
}
