package io.sagegate.filters.detect;

import io.sagegate.filters.Rules;
import io.sagegate.filters.body.ResponseFilter;
import io.sagegate.policy.obligation.SensitiveKind;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Precision and recall of each detector, alone, on the generated corpus.
public record DetectorReport(Map<SensitiveKind, Score> scores) {
    /// The result for one kind's samples.
    record Score(int found, int missed, int wrong) {
        double precision() {
            return found + wrong == 0 ? 1 : (double) found / (found + wrong);
        }

        double recall() {
            return (double) found / (found + missed);
        }

        private Score with(DetectorCorpus.Sample sample, boolean masked) {
            return new Score(
                    found + (sample.positive() && masked ? 1 : 0),
                    missed + (sample.positive() && !masked ? 1 : 0),
                    wrong + (!sample.positive() && masked ? 1 : 0));
        }
    }

    public static DetectorReport of(List<DetectorCorpus.Sample> samples) {
        var scores = new EnumMap<SensitiveKind, Score>(SensitiveKind.class);
        for (var sample : samples) {
            var label = "[" + sample.kind().code() + "]";
            var text = ResponseFilter.text(Rules.mask(sample.kind().code()), sample.text());
            var masked = sample.positive()
                    ? text.equals(sample.text().replace(sample.thing(), label))
                    : !text.equals(sample.text());
            scores.merge(
                    sample.kind(), new Score(0, 0, 0).with(sample, masked), (before, _) -> before.with(sample, masked));
        }
        return new DetectorReport(scores);
    }

    public String table() {
        var table = new StringBuilder(
                "| kind | precision | recall | found | missed | wrong |\n|---|---|---|---|---|---|\n");
        scores.forEach((kind, score) -> table.append(String.format(
                Locale.ROOT,
                "| %s | %.3f | %.3f | %d | %d | %d |%n",
                kind.code(),
                score.precision(),
                score.recall(),
                score.found(),
                score.missed(),
                score.wrong())));
        return table.toString();
    }
}
