package io.sagegate.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Samples changed at random, the same for the same seed: what the usual test run can afford of fuzzing.
final class Mutations {
    private static final List<String> TOKENS = List.of(
            "\"",
            "\\",
            "\\u0000",
            "\\ud800",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "null",
            "true",
            "-1",
            "1e999",
            "0",
            "\0",
            "\r",
            "\n",
            "\r\n\r\n",
            " ",
            ".",
            "=",
            ";",
            "/",
            "%2f",
            "..",
            "*",
            "é",
            "\uD83D\uDE00",
            "\uFEFF",
            "data:",
            "99999999999999999999",
            "9223372036854775807",
            "4111 1111 1111 1111");

    private final Random random;
    private final List<byte[]> samples;

    Mutations(long seed, List<byte[]> samples) {
        this.random = new Random(seed);
        this.samples = samples;
    }

    byte[] next() {
        var input = any().clone();
        for (var changes = 1 + random.nextInt(4); changes > 0; changes--) {
            input = changed(input);
        }
        return input;
    }

    private byte[] any() {
        return samples.get(random.nextInt(samples.size()));
    }

    private byte[] changed(byte[] input) {
        var at = random.nextInt(input.length + 1);
        var to = Math.min(input.length, at + random.nextInt(1 + random.nextInt(40)));
        return switch (random.nextInt(6)) {
            case 0 -> joined(input, at, new byte[] {(byte) random.nextInt(256)}, Math.min(input.length, at + 1));
            case 1 -> joined(input, at, new byte[0], to);
            case 2 -> joined(input, at, Arrays.copyOfRange(input, at, to), at);
            case 3 -> {
                var other = any();
                var from = random.nextInt(other.length + 1);
                yield joined(input, at, Arrays.copyOfRange(other, from, other.length), to);
            }
            default ->
                joined(
                        input,
                        at,
                        TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8),
                        random.nextBoolean() ? at : to);
        };
    }

    private static byte[] joined(byte[] input, int at, byte[] between, int from) {
        var out = Arrays.copyOf(input, at + between.length + input.length - from);
        System.arraycopy(between, 0, out, at, between.length);
        System.arraycopy(input, from, out, at + between.length, input.length - from);
        return out;
    }
}
