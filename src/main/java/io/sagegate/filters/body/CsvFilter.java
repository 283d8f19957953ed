package io.sagegate.filters.body;

import io.sagegate.filters.BodyFilter;
import io.sagegate.filters.FilterException;
import io.sagegate.filters.Utf8Pieces;
import io.sagegate.filters.mask.MaskChain;
import io.sagegate.policy.obligation.Masking;
import io.sagegate.policy.obligation.ResponseRules;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Filters CSV (RFC 4180), row by row. Kinds of data are masked in each cell, expressions in each row. No mask
/// reaches into another record. A cell in quotes may have several lines.
final class CsvFilter implements BodyFilter {
    private static final int MAX_ROW = 1_048_576;

    /// Characters before which a cell begins, also in CSV with other separators.
    private static final String SEPARATORS = ",;\t|";

    /// @param byCell whether it masks each cell, or a row
    private record Step(MaskChain chain, boolean byCell) {}

    private final Utf8Pieces decoder = new Utf8Pieces();
    private final List<Step> steps;
    private final StringBuilder row = new StringBuilder();
    private boolean isQuoted;

    CsvFilter(ResponseRules rules) throws FilterException {
        if (!rules.selections().isEmpty()) {
            throw new FilterException("members can be dropped or kept of JSON only");
        }
        steps = rules.maskings().stream()
                .map(masking -> new Step(new MaskChain(List.of(masking)), masking instanceof Masking.Kinds))
                .toList();
    }

    @Override
    public byte[] push(byte[] bytes) throws FilterException {
        var text = decoder.push(bytes);
        var out = new StringBuilder(text.length());
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (!isQuoted && (c == '\n' || c == '\r')) {
                out.append(masked(row.toString())).append(c);
                row.setLength(0);
            } else {
                add(c);
            }
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void add(char c) throws FilterException {
        if (c == '"') {
            isQuoted = !isQuoted && opens(row, row.length());
        }
        row.append(c);
        if (row.length() > MAX_ROW) {
            throw new FilterException("a row is longer than " + MAX_ROW + " characters");
        }
    }

    /// Whether a quote opens a cell. Otherwise it is the second of two quotes that stand for one.
    private static boolean opens(CharSequence row, int at) {
        return at == 0 || row.charAt(at - 1) == '"' || SEPARATORS.indexOf(row.charAt(at - 1)) >= 0;
    }

    @Override
    public byte[] finish() throws FilterException {
        decoder.finish();
        var rest = masked(row.toString());
        row.setLength(0);
        return rest.getBytes(StandardCharsets.UTF_8);
    }

    private String masked(String written) {
        var text = written;
        for (var step : steps) {
            text = step.byCell() ? cells(text, step.chain()) : step.chain().whole(text);
        }
        return text;
    }

    private static String cells(String row, MaskChain chain) {
        var out = new StringBuilder(row.length());
        var quoted = false;
        var from = 0;
        for (var at = 0; at < row.length(); at++) {
            var c = row.charAt(at);
            if (c == '"') {
                quoted = !quoted && opens(row, at);
            } else if (c == ',' && !quoted) {
                cell(row.substring(from, at), chain, out);
                out.append(',');
                from = at + 1;
            }
        }
        cell(row.substring(from), chain, out);
        return out.toString();
    }

    /// Masks a cell. The quotes around it stay, whatever is masked inside.
    private static void cell(String cell, MaskChain chain, StringBuilder out) {
        var isInQuotes = cell.length() > 1 && cell.startsWith("\"") && cell.endsWith("\"");
        out.append(isInQuotes ? "\"" : "")
                .append(chain.whole(isInQuotes ? cell.substring(1, cell.length() - 1) : cell))
                .append(isInQuotes ? "\"" : "");
    }
}
