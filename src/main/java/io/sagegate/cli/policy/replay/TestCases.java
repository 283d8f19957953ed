package io.sagegate.cli.policy.replay;

import io.sagegate.cli.console.Flow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Recorded decisions as cases for `policy test`: they pass where the policy decides as recorded.
final class TestCases {
    /// Cases that are kept: enough to see what changes, and still a file for a person.
    private static final int MOST = 1_000;

    private final SequencedMap<Key, String> cases = new LinkedHashMap<>();

    /// Calls of one key differ in time and size alone, and were and are decided alike.
    private record Key(String member, String call, Outcome recorded, Outcome now) {}

    void add(RecordedCall call, Replay.Result.Decided result) {
        var key = new Key(call.caller().member(), Calls.text(call), call.decided(), result.outcome());
        if (cases.size() < MOST) {
            cases.computeIfAbsent(key, _ -> text(call, result));
        }
    }

    /// The file.
    String yaml() {
        return cases.isEmpty() ? "tests: []\n" : "tests:\n" + String.join("", cases.values());
    }

    private static String text(RecordedCall call, Replay.Result.Decided result) {
        var members = new LinkedHashMap<String, Object>();
        members.put("name", Calls.text(call) + " of request " + call.request());
        members.put("as", call.caller().member());
        if (!result.world().groups().isEmpty()) {
            members.put("groups", result.world().groups());
        }
        if (!result.world().claims().isEmpty()) {
            members.put("claims", result.world().claims());
        }
        members.put("endpoint", call.target().endpoint());
        members.put("action", call.action().code());
        part(members, "variant", call.target().variant());
        part(members, "component", call.target().component());
        part(members, "targetModel", call.target().model());
        part(members, "container", call.target().container());
        if (!call.sourceIp().isEmpty()) {
            members.put("sourceIp", call.sourceIp());
        }
        call.bytes().ifPresent(bytes -> members.put("bytes", bytes));
        part(members, "contentType", result.world().contentType());
        members.put("at", call.time().toString());
        members.put("expect", call.decided().reason());
        var lines = new ArrayList<String>();
        members.forEach((name, value) -> lines.add("    " + name + ": " + yaml(value) + "\n"));
        lines.set(0, lines.getFirst().replaceFirst("^ {4}", "  - "));
        if (!result.outcome().reason().equals(call.decided().reason())) {
            lines.addFirst("  # decided otherwise by the policy that was replayed: "
                    + result.outcome().reason() + "\n");
        }
        return String.join("", lines);
    }

    private static void part(Map<String, Object> members, String name, Optional<String> value) {
        value.ifPresent(text -> members.put(name, text));
    }

    private static String yaml(Object value) {
        return value instanceof String text ? quoted(text) : flow(value);
    }

    private static String flow(Object value) {
        return switch (value) {
            case List<?> list -> list.stream().map(TestCases::flow).toList().toString();
            case Map<?, ?> map -> {
                var parts = new ArrayList<String>();
                map.forEach((name, member) -> parts.add(quoted(String.valueOf(name)) + ": " + flow(member)));
                yield "{" + String.join(", ", parts) + "}";
            }
            case String text -> quoted(text);
            default -> Flow.of(value);
        };
    }

    /// In YAML's double quotes, with everything escaped that could end them or the line: names are their callers' own.
    private static String quoted(String text) {
        var out = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').appendCodePoint(c);
            } else if (c >= ' ' && c < 0x7F) {
                out.appendCodePoint(c);
            } else {
                out.append("\\U%08X".formatted(c));
            }
        });
        return out.append('"').toString();
    }
}
