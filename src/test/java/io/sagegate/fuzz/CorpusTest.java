package io.sagegate.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
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

    private static void check(FuzzTarget target, byte[] input) {
        try {
            target.accept(input);
        } catch (Throwable e) {
            fail("on the input " + new String(input, StandardCharsets.ISO_8859_1), e);
        }
    }
}
