package io.sagegate.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class SimulationTest {
    @Test
    void worldsHold() {
        var world = new SimLoader(Map.of()).world();
        for (var seed = 1; seed <= Integer.getInteger("sim.worlds", 20); seed++) {
            var report = world.apply(Plan.of(seed));
            if (!report.isGood()) {
                System.out.println(String.join("\n", report.story()));
            }
            assertThat(report.breaches()).as("seed " + seed).isEmpty();
        }
    }
}
