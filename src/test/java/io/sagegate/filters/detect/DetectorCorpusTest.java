package io.sagegate.filters.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DetectorCorpusTest {
    @Test
    void everyDetectorFindsWhatItShouldAndLittleElse() {
        var report = DetectorReport.of(new DetectorCorpus().samples(300));
        assertThat(report.scores()).hasSize(10);
        report.scores().forEach((kind, score) -> {
            assertThat(score.recall())
                    .as("recall of " + kind.code() + "\n" + report.table())
                    .isGreaterThan(0.99);
            assertThat(score.precision())
                    .as("precision of " + kind.code() + "\n" + report.table())
                    .isGreaterThan(0.93);
        });
    }
}
