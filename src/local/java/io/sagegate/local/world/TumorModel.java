package io.sagegate.local.world;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/// The shipped XGBoost model. From thirty measurements of a cell sample it computes the probability that the tumour
/// is malignant. `src/local/resources/model/PROVENANCE.md` names its source.
final class TumorModel {
    static final int FEATURES = 30;
    private static final String MODEL = "/model/tumor-xgb.json";
    private static final String HELD_OUT = "/model/held-out.csv";

    private interface Scorer {
        float[] malignant(List<float[]> rows) throws IOException;
    }

    private final Scorer scorer;

    private TumorModel(Scorer scorer) {
        this.scorer = scorer;
    }

    static TumorModel load() throws IOException {
        return load(shipped());
    }

    static TumorModel load(byte[] json) throws IOException {
        try {
            Booster booster = XGBoost.loadModel(json);
            booster.setParam("nthread", 1);
            return new TumorModel(rows -> scores(booster, rows));
        } catch (XGBoostError e) {
            throw new IOException("the model cannot be read", e);
        } catch (LinkageError e) {
            // This machine has no libgomp, or there is no native library for it.
            return inJava(json);
        }
    }

    /// Makes the same model without XGBoost's native library.
    static TumorModel inJava(byte[] json) throws IOException {
        Forest forest = Forest.read(json);
        return new TumorModel(rows -> {
            float[] column = new float[rows.size()];
            for (int row = 0; row < column.length; row++) {
                column[row] = forest.probability(rows.get(row));
            }
            return column;
        });
    }

    /// Rows that the model was not trained on.
    static LabelledRows heldOut() throws IOException {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(resource(HELD_OUT), StandardCharsets.UTF_8))) {
            return LabelledRows.read(reader);
        }
    }

    /// Only one thread at a time may predict: a booster keeps caches of its own.
    synchronized float[] malignant(List<float[]> rows) throws IOException {
        return scorer.malignant(rows);
    }

    private static float[] scores(Booster booster, List<float[]> rows) throws IOException {
        float[] flat = new float[rows.size() * FEATURES];
        for (int row = 0; row < rows.size(); row++) {
            System.arraycopy(rows.get(row), 0, flat, row * FEATURES, FEATURES);
        }
        try {
            DMatrix matrix = new DMatrix(flat, rows.size(), FEATURES, Float.NaN);
            try {
                float[][] scores = booster.predict(matrix);
                float[] column = new float[scores.length];
                for (int row = 0; row < scores.length; row++) {
                    column[row] = scores[row][0];
                }
                return column;
            } finally {
                matrix.dispose();
            }
        } catch (XGBoostError e) {
            throw new IOException("the model failed", e);
        }
    }

    static byte[] shipped() throws IOException {
        try (InputStream json = resource(MODEL)) {
            return json.readAllBytes();
        }
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(TumorModel.class.getResourceAsStream(name), name);
    }
}
