package io.sagegate.async;

import io.sagegate.limits.Pledge;
import io.sagegate.limits.tokens.Demand;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A ticket as plain values, for a table, and back.
public final class TicketItem {
    private TicketItem() {}

    /// All of it but its key, and whether it was settled.
    public static Map<String, Object> of(Ticket ticket) {
        var item = new LinkedHashMap<String, Object>();
        item.put("issuer", ticket.issuer());
        item.put("subject", ticket.subject());
        item.put("endpoint", ticket.endpoint());
        item.put("grant", ticket.grant());
        item.put("revision", ticket.revision());
        item.put("request", ticket.request());
        ticket.bytes().ifPresent(bytes -> item.put("bytes", bytes));
        ticket.contentType().ifPresent(type -> item.put("contentType", type));
        item.put("output", ticket.output().location());
        ticket.failure().ifPresent(place -> item.put("failure", place.location()));
        item.put("demand", demand(ticket.demand()));
        item.put("pledges", ticket.pledges().stream().map(TicketItem::pledge).toList());
        item.put("cost", ticket.cost());
        item.put("made", ticket.made().getEpochSecond());
        item.put("due", ticket.due().getEpochSecond());
        item.put("expires", ticket.expires().getEpochSecond());
        return item;
    }

    private static Map<String, Object> demand(Demand demand) {
        var members = new LinkedHashMap<String, Object>();
        members.put("bytes", demand.requestBytes());
        members.put("input", demand.input().tokens());
        members.put("least", demand.input().least());
        members.put("most", demand.input().most());
        members.put("echoed", demand.input().echoed());
        demand.output().bound().ifPresent(bound -> members.put("bound", bound));
        members.put("answers", demand.output().answers());
        members.put("guesses", demand.output().guesses());
        members.put("heeded", demand.output().heeded());
        return members;
    }

    private static Demand demand(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return Demand.ofSize(0);
        }
        var bound = map.get("bound") instanceof Number ? OptionalLong.of(number(map, "bound")) : OptionalLong.empty();
        return new Demand(
                number(map, "bytes"),
                new Demand.Input(
                        number(map, "input"), number(map, "least"), number(map, "most"), number(map, "echoed")),
                new Demand.Output(
                        bound, number(map, "answers"), number(map, "guesses"), Boolean.TRUE.equals(map.get("heeded"))));
    }

    private static Map<String, Object> pledge(Pledge pledge) {
        return Map.of(
                "key", pledge.key(),
                "counter", pledge.counter(),
                "window", pledge.window(),
                "until", pledge.until(),
                "taken", pledge.taken(),
                "amount", pledge.amount());
    }

    /// Empty where the item is none of a ticket.
    ///
    /// @param settled whether its true use was settled
    public static Optional<Ticket> read(String id, Map<String, @Nullable Object> item, boolean settled) {
        try {
            return text(item, "output").flatMap(ObjectPlace::of).map(output -> ticket(id, item, output, settled));
        } catch (DateTimeException e) {
            // A time that no clock can show.
            return Optional.empty();
        }
    }

    private static Ticket ticket(String id, Map<String, @Nullable Object> item, ObjectPlace output, boolean settled) {
        var bytes =
                item.get("bytes") instanceof Number number ? OptionalLong.of(number.longValue()) : OptionalLong.empty();
        return new Ticket(
                id,
                text(item, "issuer").orElse(""),
                text(item, "subject").orElse(""),
                text(item, "endpoint").orElse(""),
                text(item, "grant").orElse(""),
                number(item, "revision"),
                text(item, "request").orElse(""),
                bytes,
                text(item, "contentType"),
                output,
                text(item, "failure").flatMap(ObjectPlace::of),
                demand(item.get("demand")),
                pledges(item.get("pledges")),
                number(item, "cost"),
                instant(item, "made"),
                instant(item, "due"),
                instant(item, "expires"),
                settled);
    }

    private static List<Pledge> pledges(@Nullable Object value) {
        var pledges = new ArrayList<Pledge>();
        if (value instanceof List<?> list) {
            for (var each : list) {
                if (each instanceof Map<?, ?> map) {
                    pledges.add(new Pledge(
                            String.valueOf(map.get("key")),
                            String.valueOf(map.get("counter")),
                            number(map, "window"),
                            number(map, "until"),
                            number(map, "taken"),
                            number(map, "amount")));
                }
            }
        }
        return pledges;
    }

    private static Optional<String> text(Map<?, ?> item, String name) {
        return item.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    private static long number(Map<?, ?> item, String name) {
        return item.get(name) instanceof Number number ? number.longValue() : 0;
    }

    private static Instant instant(Map<?, ?> item, String name) {
        return Instant.ofEpochSecond(number(item, name));
    }
}
