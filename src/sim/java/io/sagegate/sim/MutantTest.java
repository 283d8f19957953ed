package io.sagegate.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The simulation finds faults that are put into the gateway: some of the list here, all of it by `mvn -Psim`.
final class MutantTest {
    @Test
    void everyFaultOfTheListHasItsPlaceInTheCode() throws IOException {
        assertThat(Mutant.all()).hasSizeGreaterThanOrEqualTo(30);
        for (var mutant : Mutant.all()) {
            assertThat(mutant.places()).as(mutant.name()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            one call more at once              | 2 | never more than a limit allows
            expired holds are given back twice | 1 | each call is charged once
            a repeated take takes again        | 5 | running calls are counted
            no attempt is recorded             | 1 | an attempt before the model
            """)
    void aSeedFindsTheFault(String name, long seed, String rule) throws IOException {
        var find = MutantHunt.hunt(Mutant.named(name), seed, 1);
        assertThat(find).isEqualTo(Optional.of(new MutantHunt.Find(seed, rule)));
    }
}
