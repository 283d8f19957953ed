package io.sagegate.filters.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.filters.FilterException;
import io.sagegate.filters.Rules;
import io.sagegate.fuzz.FuzzTarget;
import io.sagegate.policy.obligation.ResponseRules;
import io.sagegate.policy.obligation.SensitiveKind;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// The first byte chooses the rules and the media type, the second the cuts; the rest is the model's answer. An
/// answer cut anywhere leaves as it would in one piece.
public final class FilterFuzz implements FuzzTarget {
    private static final List<String> TYPES =
            List.of("text/plain", "text/csv", "application/json", "application/jsonlines", "text/event-stream");
    private static final List<ResponseRules> RULES = List.of(
            Rules.of(Map.of(
                    "mask",
                    Arrays.stream(SensitiveKind.values())
                            .map(SensitiveKind::code)
                            .toList())),
            Rules.of(Map.of("pattern", "ACME-\\d{8}", "with", "***"), Map.of("mask", List.of("card", "email"))),
            Rules.of(Map.of("drop", List.of("$.debug", "$..logprobs")), Map.of("mask", List.of("card"))));

    @Override
    public void accept(byte[] input) {
        if (input.length < 2) {
            return;
        }
        var type = TYPES.get(Math.floorMod(input[0], TYPES.size()));
        var rules = RULES.get(Math.floorMod(input[0] / TYPES.size(), RULES.size()));
        var body = Arrays.copyOfRange(input, 2, input.length);
        var whole = filtered(rules, type, body, new Random(0), Integer.MAX_VALUE);
        var random = new Random(input[1]);
        for (var longest : new int[] {1, 3, 1 + random.nextInt(40)}) {
            assertThat(filtered(rules, type, body, random, longest)).isEqualTo(whole);
        }
        whole.ifPresent(text -> assertThat(text.length()).isLessThanOrEqualTo(64 + 16 * body.length));
    }

    private static Optional<String> filtered(
            ResponseRules rules, String type, byte[] body, Random random, int longest) {
        try {
            var filter = ResponseFilter.of(rules, type);
            var out = new ByteArrayOutputStream();
            for (var from = 0; from < body.length; ) {
                var to = longest == Integer.MAX_VALUE
                        ? body.length
                        : Math.min(body.length, from + 1 + random.nextInt(longest));
                out.writeBytes(filter.push(Arrays.copyOfRange(body, from, to)));
                from = to;
            }
            out.writeBytes(filter.finish());
            return Optional.of(Rules.text(out.toByteArray()));
        } catch (FilterException e) {
            return Optional.empty();
        }
    }
}
