package io.sagegate.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Faults found by fuzzing stay mended, and samples changed a little never surprise.
final class CorpusTest {
    private static final int CHANGED_SAMPLES = 150;

    /// Pieces of which long inputs are made: nesting, lines, pairs of surrogates, and what some reader repeats.
    private static final List<String> REPEATED =
            List.of("[", "{\"a\":", "<a>", "- ", "\uD83D\uDE00", "1", "\n", ";a@1=1", "data: {\"a\":1}\n\n", "a/ and ");

    /// Bytes of an input that a failure shows.
    private static final int SHOWN = 16_384;

    /// Bytes of a long input.
    private static final int LONG = Integer.getInteger("long.input", 8_000);

    /// Bytes that a reader may allocate for each byte of a long input, and for any input. A reader whose work grows
    /// with the square of its input needs more.
    private static final long FOR_EACH = 4_000;

    private static final long FOR_ANY = 16_000_000;

    static Collection<String> targets() {
        return FuzzTargets.names();
    }

    private static List<byte[]> samples(String target) throws IOException {
        var samples = new ArrayList<byte[]>();
        for (var folder : FuzzTargets.samples(target)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (var file : files.sorted().toList()) {
                    samples.add(Files.readAllBytes(file));
                }
            }
        }
        return samples;
    }

    @ParameterizedTest
    @MethodSource("targets")
    void noInputIsASurprise(String name) throws IOException {
        var target = FuzzTargets.of(name);
        var samples = samples(name);
        assertThat(samples).as("samples of " + name).isNotEmpty();
        samples.forEach(sample -> check(target, sample));
        var mutations = new Mutations(20261123, samples);
        for (var i = 0; i < CHANGED_SAMPLES; i++) {
            check(target, mutations.next());
        }
    }

    @ParameterizedTest
    @MethodSource("targets")
    void aLongInputIsNoSurprise(String name) {
        var target = FuzzTargets.of(name);
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (var piece : REPEATED) {
            var input = piece.repeat(LONG / piece.length()).getBytes(StandardCharsets.UTF_8);
            var before = threads.getCurrentThreadAllocatedBytes();
            check(target, input);
            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .as("bytes allocated for many times " + piece)
                    .isLessThan(FOR_ANY + FOR_EACH * input.length);
        }
    }

    private static void check(FuzzTarget target, byte[] input) {
        try {
            target.accept(input);
        } catch (Throwable e) {
            var shown = Math.min(input.length, SHOWN);
            fail("on the input " + new String(input, 0, shown, StandardCharsets.ISO_8859_1), e);
        }
    }
}
