package io.sagegate.cli.usage;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sagegate.json.Json;
import io.sagegate.policy.Limit;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Reads what a report sums up from one completion line, and passes over the rest of it. One use for each line.
final class CallReader {
    /// Most tokens and nano-dollars of one call: a line that states more is not one of ours, and sums must not
    /// overflow.
    private static final long MOST = 1_000_000_000_000_000L;

    private static final long UNSTATED = -1;
    private static final String DOLLARS = "nano_dollars";

    private final JsonParser json;
    private long time = -1;
    private boolean denied;
    private String reason = "";
    private String kind = "";
    private String provider = "";
    private String subject = "";
    private String grant = "";
    private String endpoint = "";
    private String resource = "";
    private String model = "";
    private String account = "";
    private String region = "";
    private final TreeMap<String, String> tags = new TreeMap<>();
    private final List<String> raises = new ArrayList<>(0);
    private long input;
    private long cached;
    private long output;
    private long charged;
    private long cost = UNSTATED;

    private CallReader(JsonParser json) {
        this.json = json;
    }

    /// A step into one member.
    @FunctionalInterface
    private interface Member {
        void read(String name) throws IOException;
    }

    /// The call; empty for a line that cannot be read.
    ///
    /// @param line printable ASCII from `start` to `end`, as every audit line is
    static Optional<Call> read(byte[] line, int start, int end) {
        if (!isPrintable(line, start, end)) {
            return Optional.empty();
        }
        try (var json = Json.factory().createParser(line, start, end - start)) {
            json.nextToken();
            var reader = new CallReader(json);
            reader.members(reader::top);
            return reader.time < 0 || json.nextToken() != null ? Optional.empty() : Optional.of(reader.call());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean isPrintable(byte[] line, int start, int end) {
        for (var at = start; at < end; at++) {
            if (line[at] < ' ' || line[at] == 0x7F) {
                return false;
            }
        }
        return true;
    }

    private Call call() {
        return new Call(
                Instant.ofEpochMilli(time),
                denied,
                reason,
                caller(),
                grant.substring(0, Math.max(0, grant.lastIndexOf('/'))),
                endpoint,
                model,
                resource.isEmpty() ? endpoint : resource,
                account,
                region,
                tags,
                raises,
                new Call.Amounts(input, cached, output, cost == UNSTATED ? charged : cost));
    }

    private String caller() {
        return switch (kind) {
            case "oidc" -> provider + ":sub:" + subject;
            case "" -> "";
            default -> kind + ":" + subject;
        };
    }

    private void top(String name) throws IOException {
        switch (name) {
            case "time" -> time = amount();
            case "action_id" -> denied = amount() != 1;
            case "status_code" -> reason = text();
            case "actor" -> members(this::actor);
            case "policy" -> members(member -> grant = member.equals("uid") ? text() : grant);
            case "resources" -> resources();
            case "ai_model" -> members(member -> model = member.equals("name") ? text() : model);
            case "message_context" -> members(this::tokens);
            case "cloud" -> members(this::cloud);
            case "unmapped" -> members(this::extras);
            default -> json.skipChildren();
        }
    }

    private void actor(String name) throws IOException {
        switch (name) {
            case "user" -> members(member -> subject = member.equals("uid") ? text() : subject);
            case "idp" -> members(member -> provider = member.equals("name") ? text() : provider);
            default -> json.skipChildren();
        }
    }

    private void tokens(String name) throws IOException {
        switch (name) {
            case "prompt_tokens" -> input = amount();
            case "completion_tokens" -> output = amount();
            default -> json.skipChildren();
        }
    }

    private void cloud(String name) throws IOException {
        switch (name) {
            case "region" -> region = text();
            case "account" -> members(member -> account = member.equals("uid") ? text() : account);
            default -> json.skipChildren();
        }
    }

    private void extras(String name) throws IOException {
        switch (name) {
            case "principal_kind" -> kind = text();
            case "cached_tokens" -> cached = amount();
            case "tags" -> members(tag -> tags.put(tag, text()));
            case "cost_usd" -> cost = nanoDollars();
            case "limits" -> {
                elements();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    limit();
                }
            }
            default -> json.skipChildren();
        }
    }

    /// Several budgets of one call each state its whole cost, so the largest counts, not their sum. One in shadow
    /// charges nobody.
    private void limit() throws IOException {
        var use = new Use();
        members(name -> {
            switch (name) {
                case "limit" -> raise(text());
                case "unit" -> use.unit = text();
                case "charged" -> use.charged = change();
                case "enforce" -> use.inShadow = true;
                default -> json.skipChildren();
            }
        });
        if (use.unit.equals(DOLLARS) && !use.inShadow) {
            charged = Math.abs(use.charged) > Math.abs(charged) ? use.charged : charged;
        }
    }

    private void raise(String limit) {
        if (limit.contains(Limit.RAISED)) {
            raises.add(limit);
        }
    }

    /// One of the line's limits.
    private static final class Use {
        private String unit = "";
        private long charged;
        private boolean inShadow;
    }

    /// The first of the resources is the endpoint.
    private void resources() throws IOException {
        elements();
        for (var first = true; json.nextToken() != JsonToken.END_ARRAY; first = false) {
            if (!first) {
                json.skipChildren();
                continue;
            }
            members(name -> {
                switch (name) {
                    case "name" -> endpoint = text();
                    case "uid" -> resource = text();
                    default -> json.skipChildren();
                }
            });
        }
    }

    private void elements() throws IOException {
        expect(JsonToken.START_ARRAY);
    }

    private void expect(JsonToken token) throws IOException {
        if (json.currentToken() != token) {
            throw new IOException("not " + token);
        }
    }

    private void members(Member each) throws IOException {
        expect(JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            var name = json.currentName();
            json.nextToken();
            each.read(name);
            json.skipChildren();
        }
    }

    private String text() throws IOException {
        expect(JsonToken.VALUE_STRING);
        return json.getText();
    }

    /// Such as `0.000618`.
    private long nanoDollars() throws IOException {
        var text = text();
        if (!text.matches("-?[0-9]{1,7}(?:\\.[0-9]{1,9})?")) {
            throw new IOException("not an amount of dollars");
        }
        return new BigDecimal(text).movePointRight(9).longValueExact();
    }

    /// An amount that may come back: the result of a call from a queue settles its estimate.
    private long change() throws IOException {
        expect(JsonToken.VALUE_NUMBER_INT);
        if (Math.abs(json.getLongValue()) > MOST) {
            throw new IOException("out of bounds");
        }
        return json.getLongValue();
    }

    private long amount() throws IOException {
        var amount = change();
        if (amount < 0) {
            throw new IOException("less than nothing");
        }
        return amount;
    }
}
