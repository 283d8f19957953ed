package io.sagegate.aws.dynamodb.policy;

import io.sagegate.aws.dynamodb.BatchJson;
import io.sagegate.aws.dynamodb.TableException;
import io.sagegate.aws.dynamodb.TableReads;
import io.sagegate.policy.PolicyUnavailableException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads items of the policy table by key. Thread-safe. The time-outs of its reads bound every method.
final class PolicyTable {
    private static final int ROUNDS = 4;

    private final TableReads reads;

    PolicyTable(TableReads reads) {
        this.reads = reads;
    }

    /// Reads one item consistently; an empty map if there is none.
    Map<String, @Nullable Object> item(String id) throws PolicyUnavailableException {
        try {
            return reads.item(id).attributes();
        } catch (TableException e) {
            throw new PolicyUnavailableException("the policy table could not be read", e);
        }
    }

    /// Reads the items that exist among `ids`, by id. Throws if one cannot be read: its absence would mean "not
    /// bound".
    Map<String, Map<String, @Nullable Object>> items(Collection<String> ids) throws PolicyUnavailableException {
        var found = new HashMap<String, Map<String, @Nullable Object>>();
        var all = List.copyOf(ids);
        for (var from = 0; from < all.size(); from += BatchJson.MOST_KEYS) {
            batch(all.subList(from, Math.min(from + BatchJson.MOST_KEYS, all.size())), found);
        }
        return found;
    }

    private void batch(List<String> ids, Map<String, Map<String, @Nullable Object>> found)
            throws PolicyUnavailableException {
        var wanted = ids;
        try {
            for (var round = 0; round < ROUNDS && !wanted.isEmpty(); round++) {
                var batch = reads.batch(wanted);
                batch.found().forEach(item -> found.put(item.id(), item.attributes()));
                wanted = batch.left();
            }
        } catch (TableException e) {
            throw new PolicyUnavailableException("the policy table could not be read", e);
        }
        if (!wanted.isEmpty()) {
            throw new PolicyUnavailableException("the policy table is throttled", null);
        }
    }
}
