package io.sagegate.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The simulation finds faults that are put into the gateway: some of the list here, all of it by `mvn -Psim`.
final class MutantTest {
    /// Worlds that are tried; the first few find these faults.
    private static final int WORLDS = 40;

    @Test
    void everyFaultOfTheListHasItsPlaceInTheCode() throws IOException {
        assertThat(Mutant.all()).hasSizeGreaterThanOrEqualTo(30);
        for (var mutant : Mutant.all()) {
            assertThat(mutant.to()).as(mutant.name()).isNotEqualTo(mutant.from());
            assertThat(mutant.places()).as(mutant.name()).isEqualTo(1);
        }
    }

    @Test
    void everyFaultOfTheListCompiles() throws IOException {
        assertThat(MutantCompiler.faults(Mutant.all())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "one call more at once",
                "expired holds are given back twice",
                "holds have no id of their own",
                "no attempt is recorded"
            })
    void aWorldFindsTheFault(String name) throws IOException {
        var mutant = Mutant.named(name);
        assertThat(MutantHunt.hunt(mutant, mutant.firstSeed(), WORLDS)).isPresent();
    }
}
