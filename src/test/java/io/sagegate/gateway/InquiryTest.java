package io.sagegate.gateway;

import static io.sagegate.gateway.LineOfGateway.grant;
import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.api.Response;
import io.sagegate.kit.Deadline;
import io.sagegate.limits.MemoryUsageStore;
import io.sagegate.limits.usage.Draw;
import io.sagegate.limits.usage.Settlement;
import io.sagegate.limits.usage.UsageItem;
import io.sagegate.limits.usage.UsageStore;
import io.sagegate.limits.usage.UsageUnavailableException;
import io.sagegate.policy.ModelRoutes;
import io.sagegate.policy.document.ModelReader;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicySyntaxException;
import io.sagegate.reason.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Questions of callers about their own access.
final class InquiryTest {
    private static Response get(LineOfGateway line, String path) {
        var own = line.request("invocations", "");
        return line.whole(Requests.at(own, "GET", path));
    }

    private static String text(Response response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static Map<String, ModelRoutes> models() throws PolicySyntaxException {
        return ModelReader.models(new PolicyNode(
                Map.of("mine", Map.of("endpoint", "llm"), "theirs", Map.of("endpoint", "other")), "models"));
    }

    @Test
    void aModelOfTheCallersOwnIsShownAndAnothersLooksLikeNone() throws PolicySyntaxException {
        var mine = get(new LineOfGateway(List.of(grant()), models()), "/v1/models/mine");
        assertThat(mine.status()).isEqualTo(200);
        assertThat(text(mine)).contains("\"id\":\"mine\"").doesNotContain("theirs");

        var theirs = get(new LineOfGateway(List.of(grant()), models()), "/v1/models/theirs");
        var nobodys = get(new LineOfGateway(List.of(grant()), models()), "/v1/models/nobodys");
        assertThat(theirs.status()).isEqualTo(404);
        assertThat(text(theirs)).isEqualTo(text(nobodys)).contains("no_such_model");
    }

    @Test
    void limitsThatCannotBeReadAreNotShownAsFull() {
        var line = new LineOfGateway(grant("limits", List.of("5 requests per day")), new Unreadable());

        assertThat(get(line, "/whoami").status()).isEqualTo(503);
        assertThat(line.completion().reason()).isEqualTo(Reason.USAGE_UNAVAILABLE);
    }

    @Test
    void whoamiShowsWhereLimitsStandAndTakesNothingOfThem() {
        var line = new LineOfGateway(grant("limits", List.of("5 requests per day")));
        for (var i = 0; i < 2; i++) {
            assertThat(text(get(line, "/whoami"))).contains("5 requests per day", "\"remaining\":5");
        }
        line.whole(line.request("invocations", "{}"));
        assertThat(text(get(line, "/whoami"))).contains("\"remaining\":4");
    }

    /// A usage table that cannot be read.
    private static final class Unreadable implements UsageStore {
        private final MemoryUsageStore memory = new MemoryUsageStore();

        @Override
        public Outcome take(List<Draw> draws, Deadline deadline) {
            return memory.take(draws, deadline);
        }

        @Override
        public UsageItem settle(Settlement settlement, Deadline deadline) {
            return memory.settle(settlement, deadline);
        }

        @Override
        public Map<String, UsageItem> read(Set<String> keys, Deadline deadline) throws UsageUnavailableException {
            throw new UsageUnavailableException("broken", null);
        }

        @Override
        public void forget() {
            memory.forget();
        }
    }
}
