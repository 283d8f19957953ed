package io.sagegate.sim.table;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// DynamoDB in memory: tables of items with a hash key `id`. Each operation is carried out as a whole, in the order in
/// which operations come. Not thread-safe.
public final class SimTable {
    /// Nanoseconds for which a transaction's token is remembered: ten minutes.
    private static final long TOKEN_NANOS = 600_000_000_000L;

    private static final int MOST_WRITES = 100;

    private final Map<String, TreeMap<String, Map<String, Attribute>>> tables = new TreeMap<>();
    private final Map<String, Done> tokens = new LinkedHashMap<>();
    private final Watcher watcher;

    @SuppressWarnings("ArrayRecordComponent")
    private record Done(byte[] request, long at) {}

    /// An answer of DynamoDB.
    @SuppressWarnings("ArrayRecordComponent")
    public record Reply(int status, byte[] body) {
        public static Reply error(String code) {
            return error(code, Map.of());
        }

        static Reply error(String code, Map<String, ?> more) {
            var body = new LinkedHashMap<String, Object>(more);
            body.put("__type", "com.amazonaws.dynamodb.v20120810#" + code);
            return new Reply(400, TableJson.write(body));
        }

        static Reply of(Map<String, ?> body) {
            return new Reply(200, TableJson.write(body));
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /// Looks on as items change.
    public interface Watcher {
        Watcher NONE = (_, _, _, _) -> {};

        void changed(String table, String id, Map<String, Attribute> before, Map<String, Attribute> after);
    }

    public SimTable(Watcher watcher) {
        this.watcher = watcher;
    }

    public void create(String table) {
        tables.put(table, new TreeMap<>());
    }

    /// The items of a table by their ids.
    public Map<String, Map<String, Attribute>> items(String table) {
        var items = tables.get(table);
        if (items == null) {
            throw new Missing();
        }
        return items;
    }

    private static final class Missing extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// Carries an operation out.
    ///
    /// @param nanos the table's own time
    public Reply call(String operation, byte[] request, long nanos) {
        try {
            var read = TableJson.read(request);
            return switch (operation) {
                case "GetItem" -> get(read);
                case "BatchGetItem" -> batch(read);
                case "UpdateItem" -> write(Write.update(read), Write.text(read, "ReturnValues"));
                case "PutItem" -> write(Write.put(read), "NONE");
                case "TransactWriteItems" -> transact(request, read, nanos);
                default -> Reply.error("UnknownOperationException");
            };
        } catch (Invalid e) {
            return Reply.error("ValidationException", Map.of("message", String.valueOf(e.getMessage())));
        } catch (Missing e) {
            return Reply.error("ResourceNotFoundException");
        }
    }

    private Reply get(Map<String, Object> request) {
        var item = items(Write.text(request, "TableName")).get(Write.id(Write.item(request.get("Key"))));
        return Reply.of(item == null ? Map.of() : Map.of("Item", json(item)));
    }

    private Reply batch(Map<String, Object> request) {
        var responses = new LinkedHashMap<String, Object>();
        TableJson.map(request.get("RequestItems")).forEach((table, asked) -> {
            var found = new ArrayList<Object>();
            var seen = new HashSet<String>();
            for (var key : TableJson.list(TableJson.map(asked).get("Keys"))) {
                var id = Write.id(Write.item(key));
                if (!seen.add(id)) {
                    throw new Invalid("Provided list of item keys contains duplicates");
                }
                var item = items(table).get(id);
                if (item != null) {
                    found.add(json(item));
                }
            }
            responses.put(table, found);
        });
        return Reply.of(Map.of("Responses", responses, "UnprocessedKeys", Map.of()));
    }

    private Reply write(Write write, String returned) {
        var before = items(write.table()).getOrDefault(write.id(), Map.of());
        if (!write.condition().test(before)) {
            return Reply.error("ConditionalCheckFailedException", shown(write, before));
        }
        var after = write.change().apply(before);
        put(write, before, after);
        return switch (returned) {
            case "ALL_NEW" -> Reply.of(Map.of("Attributes", json(after)));
            case "ALL_OLD" -> Reply.of(before.isEmpty() ? Map.of() : Map.of("Attributes", json(before)));
            default -> Reply.of(Map.of());
        };
    }

    private void put(Write write, Map<String, Attribute> before, Map<String, Attribute> after) {
        items(write.table()).put(write.id(), after);
        watcher.changed(write.table(), write.id(), before, after);
    }

    private static Map<String, Object> shown(Write write, Map<String, Attribute> before) {
        return write.showsOld() && !before.isEmpty() ? Map.of("Item", json(before)) : Map.of();
    }

    private Reply transact(byte[] request, Map<String, Object> read, long nanos) {
        var token = Write.text(read, "ClientRequestToken");
        tokens.values().removeIf(done -> nanos - done.at() > TOKEN_NANOS);
        var earlier = tokens.get(token);
        if (earlier != null) {
            return Arrays.equals(earlier.request(), request)
                    ? Reply.of(Map.of())
                    : Reply.error("IdempotentParameterMismatchException");
        }
        var reply = transact(writes(read));
        if (reply.status() == 200 && read.containsKey("ClientRequestToken")) {
            tokens.put(token, new Done(request, nanos));
        }
        return reply;
    }

    private static List<Write> writes(Map<String, Object> request) {
        var writes = new ArrayList<Write>();
        for (var each : TableJson.list(request.get("TransactItems"))) {
            var entry = TableJson.map(each).entrySet().iterator().next();
            var write = TableJson.map(entry.getValue());
            writes.add(entry.getKey().equals("Put") ? Write.put(write) : Write.update(write));
        }
        var items = new HashSet<List<String>>();
        if (writes.size() > MOST_WRITES
                || !writes.stream().allMatch(each -> items.add(List.of(each.table(), each.id())))) {
            throw new Invalid("Transaction request cannot include multiple operations on one item");
        }
        return writes;
    }

    private Reply transact(List<Write> writes) {
        var reasons = new ArrayList<Map<String, Object>>();
        var afters = new ArrayList<Map<String, Attribute>>();
        var failed = false;
        for (var write : writes) {
            var before = items(write.table()).getOrDefault(write.id(), Map.of());
            var holds = write.condition().test(before);
            failed |= !holds;
            var reason = new LinkedHashMap<String, Object>();
            reason.put("Code", holds ? "None" : "ConditionalCheckFailed");
            if (!holds) {
                reason.putAll(shown(write, before));
            } else {
                afters.add(write.change().apply(before));
            }
            reasons.add(reason);
        }
        if (failed) {
            return Reply.error("TransactionCanceledException", Map.of("CancellationReasons", reasons));
        }
        for (var i = 0; i < writes.size(); i++) {
            var write = writes.get(i);
            put(write, items(write.table()).getOrDefault(write.id(), Map.of()), afters.get(i));
        }
        return Reply.of(Map.of());
    }

    private static Map<String, Object> json(Map<String, Attribute> item) {
        var json = new TreeMap<String, Object>();
        item.forEach((name, value) -> json.put(name, value.json()));
        return json;
    }
}
