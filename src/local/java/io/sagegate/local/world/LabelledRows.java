package io.sagegate.local.world;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Rows of the breast-cancer data with their diagnosis, as in `src/local/resources/model/*.csv`. The first row is a
/// heading; each other row has `malignant` or `benign` and thirty measurements.
record LabelledRows(String heading, List<String> lines) {
    LabelledRows {
        lines = List.copyOf(lines);
    }

    static LabelledRows read(BufferedReader reader) throws IOException {
        String heading = reader.readLine();
        List<String> lines = new ArrayList<>();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            lines.add(line);
        }
        return new LabelledRows(heading == null ? "" : heading, lines);
    }

    int size() {
        return lines.size();
    }

    boolean malignant(int row) {
        return lines.get(row).startsWith("malignant,");
    }

    /// The measurements alone, which a caller sends to the model.
    String features(int row) {
        String line = lines.get(row);
        return line.substring(line.indexOf(',') + 1);
    }

    String csv() {
        return heading + "\n" + String.join("\n", lines) + "\n";
    }
}
