package io.sagegate.cli.policy.prove;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/// Makes policies of so few names and bounds that all calls under them can be counted. Each takes few kinds of
/// conditions, which [#choose] chooses.
final class SmallPolicies {
    static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    /// Kinds of things that part calls into regions.
    enum Kind {
        SOURCES,
        HOURS,
        CLAIMS,
        SIZES,
        TYPES,
        PARTS,
        ENDS
    }

    static final List<String> MEMBERS =
            List.of("okta:group:g", "okta:group:g", "okta:group:h", "okta:group:h", "okta:sub:s", "key:k");

    private final Random random;
    private Set<Kind> kinds = Set.of();

    SmallPolicies(long seed) {
        random = new Random(seed);
    }

    /// Chooses the kinds of conditions of the next policies.
    void choose() {
        var all = new ArrayList<>(Arrays.asList(Kind.values()));
        Collections.shuffle(all, random);
        kinds = EnumSet.copyOf(all.subList(0, 2));
    }

    boolean has(Kind kind) {
        return kinds.contains(kind);
    }

    private boolean rarely() {
        return random.nextInt(4) == 0;
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    String policy() {
        var roles = new ArrayList<String>();
        var bindings = new ArrayList<String>();
        for (var i = 0; i < 3; i++) {
            roles.add("  r" + i + ":");
            for (var j = random.nextInt(2); j >= 0; j--) {
                roles.add("    - {" + grant() + "}");
            }
            bindings.add("  - {role: r" + i + ", members: [" + one(MEMBERS) + "]" + end() + "}");
        }
        return """
                issuers:
                  - {name: okta, issuer: "https://acme.okta.com", audiences: [api]}
                roles:
                """ + String.join("\n", roles) + "\nbindings:\n" + String.join("\n", bindings) + "\n";
    }

    /// The policy with another grant, or with a denial, in the place of one.
    String changed(String policy) {
        var lines = new ArrayList<>(policy.lines().toList());
        var grants = lines.stream().filter(line -> line.contains("endpoint:")).toList();
        var at = lines.indexOf(one(grants));
        lines.set(
                at,
                random.nextBoolean()
                        ? "    - {" + grant() + "}"
                        : "    - {endpoint: a, actions: [invoke], effect: deny}");
        return String.join("\n", lines) + "\n";
    }

    private String grant() {
        var members = new ArrayList<String>();
        members.add("endpoint: " + one(List.of("a", "a", "b")));
        members.add("actions: [" + one(List.of("invoke", "invoke", "invoke, invoke-stream", "invoke-async")) + "]");
        var denies = rarely();
        if (denies) {
            members.add("effect: deny");
        } else if (rarely()) {
            members.add("limits: [" + one(List.of("5 requests per minute", "9 requests per hour")) + "]");
        }
        if (has(Kind.PARTS) && !members.get(1).contains("async") && random.nextBoolean()) {
            members.add("variants: " + one(List.of("[x]", "[x, y]")));
        }
        var conditions = kinds.stream()
                .filter(kind -> random.nextBoolean() && !(denies && kind == Kind.SIZES))
                .map(this::condition)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
        if (!conditions.isEmpty()) {
            members.add("when: {" + conditions + "}");
        }
        return String.join(", ", members) + end();
    }

    private String condition(Kind kind) {
        return switch (kind) {
            case SOURCES -> "sources: [" + one(List.of("10.0.0.0/8", "10.1.0.0/16", "\"2001:db8::/32\"")) + "]";
            case HOURS -> "hours: {from: \"" + one(List.of("08:00", "19:00")) + "\", to: \"21:00\", zone: UTC}";
            case CLAIMS ->
                "claims: ["
                        + one(List.of("{claim: c, equals: x}", "{claim: c, equals: y}", "{claim: c, oneOf: [x, y]}"))
                        + "]";
            case SIZES -> "maxRequestBytes: " + one(List.of("1", "2"));
            case TYPES -> "contentTypes: [" + one(List.of("text/csv", "application/json")) + "]";
            case PARTS, ENDS -> "";
        };
    }

    private String end() {
        return has(Kind.ENDS) && rarely() ? ", expires: " + NOW.plus(Duration.ofHours(random.nextInt(1, 3))) : "";
    }
}
