package io.sagegate.local.world;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/// Trains the model that the local stack serves. It reads `wdbc.csv` in the folder given as argument, and writes
/// `tumor-xgb.json` and `held-out.csv` beside it. Every fifth row is held out. One thread and a fixed seed make the
/// result the same for one version of the library.
public final class TrainModel {
    private static final int HELD_OUT_EVERY = 5;
    private static final int ROUNDS = 60;
    private static final Map<String, Object> PARAMETERS = Map.of(
            "objective",
            "binary:logistic",
            "eval_metric",
            "logloss",
            "max_depth",
            3,
            "eta",
            0.2,
            "subsample",
            0.8,
            "colsample_bytree",
            0.8,
            "tree_method",
            "exact",
            "seed",
            20,
            "nthread",
            1);

    private TrainModel() {}

    public static void main(String[] args) throws IOException, XGBoostError {
        Path folder = Path.of(args.length == 1 ? args[0] : "src/local/resources/model");
        LabelledRows all;
        try (BufferedReader reader = Files.newBufferedReader(folder.resolve("wdbc.csv"))) {
            all = LabelledRows.read(reader);
        }
        LabelledRows training = part(all, false);
        LabelledRows heldOut = part(all, true);
        byte[] model = train(training);
        Files.write(folder.resolve("tumor-xgb.json"), model);
        Files.writeString(folder.resolve("held-out.csv"), heldOut.csv());
        System.out.printf(
                Locale.ROOT,
                "%d rows trained, %d held out, accuracy %.4f%n",
                training.size(),
                heldOut.size(),
                accuracy(TumorModel.load(model), heldOut));
    }

    private static LabelledRows part(LabelledRows all, boolean heldOut) {
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < all.size(); row++) {
            if ((row % HELD_OUT_EVERY == HELD_OUT_EVERY - 1) == heldOut) {
                lines.add(all.lines().get(row));
            }
        }
        return new LabelledRows(all.heading(), lines);
    }

    private static byte[] train(LabelledRows rows) throws XGBoostError {
        float[] flat = new float[rows.size() * TumorModel.FEATURES];
        float[] labels = new float[rows.size()];
        for (int row = 0; row < rows.size(); row++) {
            System.arraycopy(values(rows.features(row)), 0, flat, row * TumorModel.FEATURES, TumorModel.FEATURES);
            labels[row] = rows.malignant(row) ? 1 : 0;
        }
        DMatrix matrix = new DMatrix(flat, rows.size(), TumorModel.FEATURES, Float.NaN);
        matrix.setLabel(labels);
        Booster booster = XGBoost.train(matrix, PARAMETERS, ROUNDS, Map.of(), null, null);
        return booster.toByteArray("json");
    }

    private static double accuracy(TumorModel model, LabelledRows rows) throws IOException {
        List<float[]> features = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            features.add(values(rows.features(row)));
        }
        float[] scores = model.malignant(features);
        int right = 0;
        for (int row = 0; row < rows.size(); row++) {
            right += (scores[row] > 0.5) == rows.malignant(row) ? 1 : 0;
        }
        return (double) right / rows.size();
    }

    private static float[] values(String features) {
        String[] cells = features.split(",", -1);
        float[] values = new float[cells.length];
        for (int i = 0; i < cells.length; i++) {
            values[i] = Float.parseFloat(cells[i]);
        }
        return values;
    }
}
