package io.sagegate.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.api.framing.LinesAsEvents;
import io.sagegate.api.framing.ModelName;
import io.sagegate.api.framing.NamedStream;
import io.sagegate.fuzz.FuzzTarget;
import io.sagegate.fuzz.Pieces;
import io.sagegate.inference.ModelStream;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.UnaryOperator;

/// A model's stream in the form of OpenAI's: the same however its bytes come. Only the model's name changes, only the
/// usage that the gateway asked for is left out, and every line becomes one event.
public final class ReframedFuzz implements FuzzTarget {
    private static final String NAME = "fraud-\"llm\"";

    @Override
    public void accept(byte[] input) {
        same(input, stream -> new NamedStream(stream, NAME));
        var events = same(input, LinesAsEvents::new);
        assertThat(events).endsWith("data: [DONE]\n\n");
        assertThat(events.split("\n\n", -1)).allMatch(event -> event.isEmpty() || event.startsWith("data: "));
        for (var type : List.of("text/event-stream", "application/jsonlines")) {
            var left = same(input, stream -> AskedUsage.WITHOUT_OPTIONS.stream(stream, type));
            assertThat(left.length()).isLessThanOrEqualTo(input.length);
        }
        named(new String(input, StandardCharsets.UTF_8));
    }

    private static String same(byte[] input, UnaryOperator<ModelStream> form) {
        var whole = text(form.apply(Pieces.stream(input.length == 0 ? List.of() : List.of(input))));
        for (var choice = 0; choice < 3; choice++) {
            assertThat(text(form.apply(Pieces.stream(Pieces.of(input, choice)))))
                    .isEqualTo(whole);
        }
        return whole;
    }

    private static String text(ModelStream stream) {
        return new String(Pieces.read(stream), StandardCharsets.ISO_8859_1);
    }

    private static void named(String text) {
        try {
            var before = new LinkedHashMap<>(Json.readObject(bytes(text), JsonLimits.BODY));
            var after = Json.readObject(bytes(ModelName.in(text, NAME)), JsonLimits.BODY);
            before.computeIfPresent("model", (_, value) -> value instanceof String ? NAME : value);
            assertThat(after).isEqualTo(before);
        } catch (JsonException e) {
            // No whole object: what others make of its name is theirs.
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
