package io.sagegate.cli.policy.revision;

import io.sagegate.aws.dynamodb.TableItem;
import io.sagegate.aws.dynamodb.policy.PolicyKeys;
import io.sagegate.aws.dynamodb.policy.PolicyLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The rows that one revision writes, and the layout by which readers find all its rows.
record Written(PolicyLayout layout, PolicyRows rows) {
    /// Rows below which a policy is written whole: any gateway reads it, and writing takes less than a second.
    static final int FEW = 1_000;

    /// Characters of the names of changed rows. More would make each reading of the policy cost more than 3 read units.
    private static final int MOST_NAMES = 8_000;

    static Written whole(PolicyRows rows, long revision) {
        return new Written(PolicyLayout.whole(revision), rows);
    }

    /// Shares unchanged rows with the revision before, where that pays.
    ///
    /// @param before the rows of the revision before, exactly as the table holds them
    /// @param old the layout of the revision before
    /// @param few rows below which none are shared
    static Written sharing(PolicyRows rows, long revision, PolicyRows before, PolicyLayout old, int few) {
        var numbers = new HashMap<>(old.rows());
        var names = new TreeSet<>(rows.byName().keySet());
        names.addAll(before.byName().keySet());
        for (var name : names) {
            var row = rows.byName().get(name);
            if (row == null) {
                numbers.put(name, PolicyLayout.GONE);
            } else if (!row.equals(before.byName().get(name))) {
                numbers.put(name, revision);
            }
        }
        var characters = numbers.keySet().stream().mapToInt(String::length).sum();
        return names.size() < few || characters > MOST_NAMES
                ? whole(rows, revision)
                : new Written(new PolicyLayout(revision, old.base(), numbers), rows);
    }

    /// The items that the revision writes.
    List<Map<String, @Nullable Object>> items() {
        var items = new ArrayList<Map<String, @Nullable Object>>();
        items.add(item(PolicyKeys.issuers(layout.revision()), Map.of("issuers", layout.head(rows.issuers()))));
        for (Map.Entry<String, Map<String, @Nullable Object>> row :
                rows.byName().entrySet()) {
            if (layout.number(row.getKey()) == layout.revision()) {
                items.add(item(layout.key(row.getKey()), row.getValue()));
            }
        }
        return items;
    }

    private Map<String, @Nullable Object> item(String id, Map<String, @Nullable Object> attributes) {
        var item = new LinkedHashMap<String, @Nullable Object>();
        item.put(TableItem.ID, id);
        item.put("revision", layout.revision());
        item.putAll(attributes);
        return item;
    }
}
