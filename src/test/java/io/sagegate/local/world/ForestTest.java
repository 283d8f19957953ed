package io.sagegate.local.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ForestTest {
    @Test
    void theTreesInJavaScoreAsXGBoostItselfDoes() throws IOException {
        var rows = new ArrayList<float[]>();
        var heldOut = TumorModel.heldOut();
        for (var i = 0; i < heldOut.size(); i++) {
            rows.add(row(heldOut.features(i)));
        }
        var unknown = new float[TumorModel.FEATURES];
        Arrays.fill(unknown, Float.NaN);
        rows.add(unknown);
        var expected = TumorModel.load().malignant(rows);
        var scored = TumorModel.inJava(TumorModel.shipped()).malignant(List.copyOf(rows));
        for (var i = 0; i < expected.length; i++) {
            assertThat(scored[i]).isCloseTo(expected[i], within(1e-5f));
        }
    }

    private static float[] row(String csv) {
        var measurements = csv.split(",", -1);
        var row = new float[measurements.length];
        for (var i = 0; i < row.length; i++) {
            row[i] = Float.parseFloat(measurements[i]);
        }
        return row;
    }
}
