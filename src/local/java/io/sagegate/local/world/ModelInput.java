package io.sagegate.local.world;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Reads the rows of a request to [ModelContainer], or says why it cannot.
final class ModelInput {
    private static final int MOST_ROWS = 100_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private ModelInput() {}

    static List<float[]> rows(String contentType, byte[] body) throws Unusable, IOException {
        List<float[]> rows = switch (mediaType(contentType)) {
            case "text/csv" -> csv(new String(body, StandardCharsets.UTF_8));
            case "application/json" -> json(body);
            default -> throw new Unusable(415, "this model takes text/csv or application/json");
        };
        if (rows.isEmpty() || rows.size() > MOST_ROWS) {
            throw new Unusable(400, "expected 1 to " + MOST_ROWS + " rows, got " + rows.size());
        }
        return rows;
    }

    private static String mediaType(String contentType) {
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    private static List<float[]> csv(String text) throws Unusable {
        List<float[]> rows = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (!line.isBlank()) {
                rows.add(csvRow(rows.size() + 1, line.split(",", -1)));
            }
        }
        return rows;
    }

    private static float[] csvRow(int number, String[] cells) throws Unusable {
        float[] row = sized(number, cells.length);
        for (int i = 0; i < row.length; i++) {
            try {
                row[i] = Float.parseFloat(cells[i]);
            } catch (NumberFormatException e) {
                throw notANumber(number, i + 1);
            }
        }
        return row;
    }

    private static List<float[]> json(byte[] body) throws Unusable, IOException {
        JsonNode instances;
        try {
            instances = JSON.readTree(body).path("instances");
        } catch (JsonProcessingException e) {
            throw new Unusable(400, "the body is not JSON");
        }
        if (!instances.isArray()) {
            throw new Unusable(400, "expected {\"instances\": [[" + TumorModel.FEATURES + " numbers], …]}");
        }
        List<float[]> rows = new ArrayList<>();
        for (JsonNode instance : instances) {
            rows.add(jsonRow(rows.size() + 1, instance));
        }
        return rows;
    }

    private static float[] jsonRow(int number, JsonNode cells) throws Unusable {
        float[] row = sized(number, cells.size());
        for (int i = 0; i < row.length; i++) {
            if (!cells.path(i).isNumber()) {
                throw notANumber(number, i + 1);
            }
            row[i] = cells.path(i).floatValue();
        }
        return row;
    }

    private static float[] sized(int number, int length) throws Unusable {
        if (length != TumorModel.FEATURES) {
            throw new Unusable(
                    400, "row " + number + " has " + length + " values, this model takes " + TumorModel.FEATURES);
        }
        return new float[length];
    }

    private static Unusable notANumber(int row, int column) {
        return new Unusable(400, "row " + row + ", column " + column + " is not a number");
    }

    /// The fault that the model cannot take the input, with the status that says so.
    static final class Unusable extends Exception {
        private final int status;
        private final String reason;

        Unusable(int status, String reason) {
            super(reason);
            this.status = status;
            this.reason = reason;
        }

        int status() {
            return status;
        }

        String reason() {
            return reason;
        }
    }
}
