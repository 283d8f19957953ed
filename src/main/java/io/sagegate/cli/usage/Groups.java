package io.sagegate.cli.usage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Sums over calls, one for each combination of the dimensions' values.
final class Groups {
    /// Groups that are kept, so that names of a caller's own making cannot fill the memory: some 40 MB of them.
    static final int MOST = 100_000;

    private static final String OTHERS = "(others)";
    private static final Comparator<List<String>> BY_KEY = Groups::compare;

    private final List<Dimension> by;
    private final Map<List<String>, Totals> sums = new HashMap<>();
    private Totals total = Totals.NONE;
    private boolean full;

    Groups(List<Dimension> by) {
        this.by = List.copyOf(by);
    }

    /// One line of a report.
    record Row(List<String> key, Totals totals) {}

    void add(Call call) {
        var totals = Totals.of(call);
        total = total.plus(totals);
        var key = new ArrayList<String>(by.size());
        for (var dimension : by) {
            key.add(dimension.value().apply(call));
        }
        var known = sums.containsKey(key);
        if (!known && sums.size() >= MOST) {
            full = true;
            sums.merge(Collections.nCopies(by.size(), OTHERS), totals, Totals::plus);
        } else {
            sums.merge(key, totals, Totals::plus);
        }
    }

    List<Dimension> by() {
        return by;
    }

    Totals total() {
        return total;
    }

    /// Whether there were more groups than are kept, so that the rest is summed up as one.
    boolean isCut() {
        return full;
    }

    /// In the order of time where the first dimension is one, else the dearest first.
    List<Row> rows() {
        Comparator<Row> order = !by.isEmpty() && by.getFirst().isTime()
                ? Comparator.comparing(Row::key, BY_KEY)
                : Comparator.comparing((Row row) -> row.totals().usd())
                        .thenComparingLong(row -> row.totals().calls())
                        .reversed()
                        .thenComparing(Row::key, BY_KEY);
        return sums.entrySet().stream()
                .map(entry -> new Row(entry.getKey(), entry.getValue()))
                .sorted(order)
                .toList();
    }

    private static int compare(List<String> one, List<String> other) {
        for (var i = 0; i < one.size(); i++) {
            var order = one.get(i).compareTo(other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
