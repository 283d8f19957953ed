package io.sagegate.local.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// XGBoost's trees walked in Java, for machines without `libgomp`, which its native library needs. The model and
/// its scores are the same. It supports the parts of the shipped model: numeric splits and a logistic objective.
final class Forest {
    private record Tree(int[] left, int[] right, int[] feature, float[] value, boolean[] missingLeft) {
        float leaf(float[] row) {
            int node = 0;
            while (left[node] >= 0) {
                float measured = row[feature[node]];
                boolean goesLeft = Float.isNaN(measured) ? missingLeft[node] : measured < value[node];
                node = goesLeft ? left[node] : right[node];
            }
            return value[node];
        }
    }

    private final List<Tree> trees = new ArrayList<>();
    private final double base;

    private Forest(JsonNode learner) throws IOException {
        if (!learner.at("/objective/name").asText().equals("binary:logistic")) {
            throw new IOException("the model is no binary:logistic one");
        }
        double score = learner.at("/learner_model_param/base_score").asDouble();
        this.base = Math.log(score / (1 - score));
        for (JsonNode tree : learner.at("/gradient_booster/model/trees")) {
            trees.add(tree(tree));
        }
    }

    static Forest read(byte[] json) throws IOException {
        return new Forest(new ObjectMapper().readTree(json).path("learner"));
    }

    float probability(float[] row) {
        double sum = base;
        for (Tree tree : trees) {
            sum += tree.leaf(row);
        }
        return (float) (1 / (1 + Math.exp(-sum)));
    }

    private static Tree tree(JsonNode json) {
        int nodes = json.path("left_children").size();
        Tree tree = new Tree(new int[nodes], new int[nodes], new int[nodes], new float[nodes], new boolean[nodes]);
        for (int node = 0; node < nodes; node++) {
            tree.left[node] = json.path("left_children").path(node).asInt();
            tree.right[node] = json.path("right_children").path(node).asInt();
            tree.feature[node] = json.path("split_indices").path(node).asInt();
            tree.value[node] = json.path("split_conditions").path(node).floatValue();
            tree.missingLeft[node] = json.path("default_left").path(node).asInt() == 1;
        }
        return tree;
    }
}
