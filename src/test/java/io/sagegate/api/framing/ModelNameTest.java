package io.sagegate.api.framing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.inference.ModelStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Answers name the model that was asked for, and change in nothing else.
final class ModelNameTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"id\":1,\"model\":\"/opt/ml/model\",\"n\":1.50}|{\"id\":1,\"model\":\"tale\",\"n\":1.50}",
                "{ \"model\" : \"/opt/ml/model\" }|{ \"model\" : \"tale\" }",
                "{\"model\":\"a\\\"b\\u00e9\",\"x\":\"é\"}|{\"model\":\"tale\",\"x\":\"é\"}",
                "{\"model\":\"a\",\"model\":\"/opt/ml/model\"}|{\"model\":\"tale\",\"model\":\"tale\"}"
            })
    void theNameOfTheObjectIsTheOneAskedFor(String sent, String left) {
        assertThat(ModelName.in(sent, "tale")).isEqualTo(left);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":[{\"model\":\"x\"}]}",
                "{\"message\":{\"model\":\"x\"},\"text\":\"\\\"model\\\":1\"}",
                "{\"model\":null}",
                "{\"models\":\"x\"}",
                "[{\"model\":\"x\"}]",
                "{\"model\":\"x\"",
                "\"model\"",
                ""
            })
    void allElseStaysToTheLetter(String text) {
        assertThat(ModelName.in(text, "tale")).isEqualTo(text);
    }

    @Test
    void aStreamNamesTheModelHoweverItIsCut() {
        var sent = "data: {\"model\":\"/opt/ml/model\",\"x\":\"\u00e9\"}\n\nevent: y\r\ndata: [DONE]\n\ndata: {\"mod";
        var wanted = "data: {\"model\":\"tale\",\"x\":\"\u00e9\"}\n\nevent: y\r\ndata: [DONE]\n\ndata: {\"mod";
        var bytes = sent.getBytes(StandardCharsets.UTF_8);
        for (var size = 1; size <= bytes.length; size++) {
            assertThat(read(new NamedStream(new Cut(bytes, size), "tale"))).isEqualTo(wanted);
        }
    }

    private static String read(ModelStream stream) {
        var all = new ByteArrayOutputStream();
        while (true) {
            switch (stream.next()) {
                case ModelStream.Part.Bytes(var bytes) -> all.writeBytes(bytes);
                case ModelStream.Part.End _ -> {
                    return all.toString(StandardCharsets.UTF_8);
                }
                case ModelStream.Part.Broken(var reason) -> throw new AssertionError(reason);
            }
        }
    }

    /// Bytes in pieces of one size.
    private static final class Cut implements ModelStream {
        private final Deque<byte[]> pieces = new ArrayDeque<>();

        Cut(byte[] bytes, int size) {
            for (var i = 0; i < bytes.length; i += size) {
                pieces.add(Arrays.copyOfRange(bytes, i, Math.min(bytes.length, i + size)));
            }
        }

        @Override
        public Part next() {
            return pieces.isEmpty() ? new Part.End() : new Part.Bytes(pieces.remove());
        }

        @Override
        public void close() {
            pieces.clear();
        }
    }
}
