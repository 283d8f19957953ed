package io.sagegate.cli.usage;

import io.sagegate.json.Json;
import io.sagegate.policy.Limit;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Reads what a report sums up from one completion line, and passes over the rest of it. One use for each line.
final class CallReader {
    private static final long UNSTATED = -1;
    private static final String DOLLARS = "nano_dollars";

    private final LineFields json;
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

    private CallReader(LineFields json) {
        this.json = json;
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
            var fields = new LineFields(json);
            var reader = new CallReader(fields);
            fields.members(reader::top);
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
            case "time" -> time = json.amount();
            case "action_id" -> denied = json.amount() != 1;
            case "status_code" -> reason = json.text();
            case "actor" -> json.members(this::actor);
            case "policy" -> json.members(member -> grant = member.equals("uid") ? json.text() : grant);
            case "resources" -> resources();
            case "ai_model" -> json.members(member -> model = member.equals("name") ? json.text() : model);
            case "message_context" -> json.members(this::tokens);
            case "cloud" -> json.members(this::cloud);
            case "unmapped" -> json.members(this::extras);
            default -> json.skip();
        }
    }

    private void actor(String name) throws IOException {
        switch (name) {
            case "user" -> json.members(member -> subject = member.equals("uid") ? json.text() : subject);
            case "idp" -> json.members(member -> provider = member.equals("name") ? json.text() : provider);
            default -> json.skip();
        }
    }

    private void tokens(String name) throws IOException {
        switch (name) {
            case "prompt_tokens" -> input = json.amount();
            case "completion_tokens" -> output = json.amount();
            default -> json.skip();
        }
    }

    private void cloud(String name) throws IOException {
        switch (name) {
            case "region" -> region = json.text();
            case "account" -> json.members(member -> account = member.equals("uid") ? json.text() : account);
            default -> json.skip();
        }
    }

    private void extras(String name) throws IOException {
        switch (name) {
            case "principal_kind" -> kind = json.text();
            case "cached_tokens" -> cached = json.amount();
            case "tags" -> json.members(tag -> tags.put(tag, json.text()));
            case "cost_usd" -> cost = json.nanoDollars();
            case "limits" -> json.elements(_ -> limit());
            default -> json.skip();
        }
    }

    /// Several budgets of one call each state its whole cost, so the largest counts, not their sum. One in shadow
    /// charges nobody.
    private void limit() throws IOException {
        var use = new Use();
        json.members(name -> {
            switch (name) {
                case "limit" -> raise(json.text());
                case "unit" -> use.unit = json.text();
                case "charged" -> use.charged = json.change();
                case "enforce" -> use.inShadow = true;
                default -> json.skip();
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
        json.elements(index -> {
            if (index == 0) {
                json.members(this::endpoint);
            } else {
                json.skip();
            }
        });
    }

    private void endpoint(String name) throws IOException {
        switch (name) {
            case "name" -> endpoint = json.text();
            case "uid" -> resource = json.text();
            default -> json.skip();
        }
    }
}
