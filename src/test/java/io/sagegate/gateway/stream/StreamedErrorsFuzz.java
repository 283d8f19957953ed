package io.sagegate.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.fuzz.FuzzTarget;
import io.sagegate.fuzz.Pieces;
import java.util.List;

/// Whether a stream reports a failure does not depend on how its bytes come, and other media types report none.
public final class StreamedErrorsFuzz implements FuzzTarget {
    @Override
    public void accept(byte[] input) {
        for (var type : List.of("text/event-stream", "application/jsonlines")) {
            var seen = seen(type, List.of(input));
            for (var choice = 0; choice < 3; choice++) {
                assertThat(seen(type, Pieces.of(input, choice))).isEqualTo(seen);
            }
        }
        assertThat(seen("application/json", List.of(input))).isFalse();
    }

    private static boolean seen(String type, List<byte[]> pieces) {
        var errors = StreamedErrors.of(type);
        pieces.forEach(errors::add);
        return errors.seen();
    }
}
