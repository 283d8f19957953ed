package io.sagegate.policy;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Reads the `when` of a grant.
final class ConditionReader {
    private static final Set<String> MEMBERS = Set.of("sources", "hours", "claims", "maxRequestBytes", "contentTypes");
    private static final long LARGEST_REQUEST = 6_291_456;

    private ConditionReader() {}

    static List<Condition> conditions(PolicyNode node, Grant.Effect effect) throws PolicySyntaxException {
        var conditions = new ArrayList<Condition>();
        if (node.isAbsent()) {
            return conditions;
        }
        node.onlyMembers(MEMBERS);
        if (!node.member("sources").isAbsent()) {
            conditions.add(sources(node.member("sources")));
        }
        if (!node.member("hours").isAbsent()) {
            conditions.add(new Condition.Within(hours(node.member("hours"))));
        }
        for (var claim : node.member("claims").list()) {
            conditions.add(claim(claim));
        }
        var largest = node.member("maxRequestBytes");
        if (!largest.isAbsent()) {
            if (effect == Grant.Effect.DENY) {
                throw largest.error("a deny cannot ask for small bodies; put the limit on the grants that allow");
            }
            conditions.add(new Condition.AtMostBytes(largest.whole(LARGEST_REQUEST, 0, LARGEST_REQUEST)));
        }
        if (!node.member("contentTypes").isAbsent()) {
            conditions.add(contentTypes(node.member("contentTypes")));
        }
        if (conditions.isEmpty()) {
            throw node.error("says nothing; name a condition ("
                    + String.join(", ", MEMBERS.stream().sorted().toList()) + ") or remove it");
        }
        return conditions;
    }

    private static Condition sources(PolicyNode node) throws PolicySyntaxException {
        var networks = new ArrayList<Cidr>();
        for (var entry : node.list()) {
            var text = entry.exact();
            networks.add(Cidr.of(text)
                    .orElseThrow(() -> entry.error("\"" + text
                            + "\" is not a network; write it like 10.0.0.0/8 or 2001:db8::/32, with no bit set after"
                            + " the prefix")));
        }
        if (networks.isEmpty()) {
            throw node.error("no network is named, so nobody could call");
        }
        return new Condition.SourceIn(networks);
    }

    private static Hours hours(PolicyNode node) throws PolicySyntaxException {
        node.onlyMembers(Set.of("from", "to", "days", "zone"));
        var from = time(node.member("from"));
        var to = node.member("to").text().equals("24:00") ? LocalTime.MIDNIGHT : time(node.member("to"));
        return new Hours(from, to, days(node.member("days")), zone(node.member("zone")));
    }

    private static LocalTime time(PolicyNode node) throws PolicySyntaxException {
        var text = node.text();
        if (!text.matches("(?:[01][0-9]|2[0-3]):[0-5][0-9]")) {
            throw node.error("\"" + text + "\" is not a time of day; write it like \"08:00\" or \"17:30\"");
        }
        return LocalTime.parse(text);
    }

    private static Set<DayOfWeek> days(PolicyNode node) throws PolicySyntaxException {
        if (node.isAbsent()) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        var days = EnumSet.noneOf(DayOfWeek.class);
        for (var entry : node.list()) {
            var text = entry.exact();
            days.add(EnumSet.allOf(DayOfWeek.class).stream()
                    .filter(day ->
                            day.name().substring(0, 3).toLowerCase(Locale.ROOT).equals(text))
                    .findFirst()
                    .orElseThrow(() -> entry.error("expected mon, tue, wed, thu, fri, sat or sun")));
        }
        if (days.isEmpty()) {
            throw node.error("no day is named, so nobody could call");
        }
        return days;
    }

    private static ZoneId zone(PolicyNode node) throws PolicySyntaxException {
        var text = node.text();
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw node.error("\"" + text + "\" is not a time zone; write it like Europe/Vienna or UTC");
        }
    }

    private static Condition claim(PolicyNode node) throws PolicySyntaxException {
        node.onlyMembers(Set.of("claim", "equals", "oneOf"));
        var one = node.member("equals");
        var several = node.member("oneOf");
        if (one.isAbsent() == several.isAbsent()) {
            throw node.error("needs either equals or oneOf");
        }
        var values = new ArrayList<>();
        for (var value : one.isAbsent() ? several.list() : List.of(one)) {
            values.add(scalar(value));
        }
        if (values.isEmpty()) {
            throw several.error("no value is named, so nobody could call");
        }
        return new Condition.ClaimIs(IssuerReader.claimPath(node.member("claim")), values);
    }

    private static Object scalar(PolicyNode node) throws PolicySyntaxException {
        var value = node.value();
        if (value == null || !Scalars.isScalar(value)) {
            throw node.error("expected a text, a number, true or false");
        }
        return value instanceof String ? node.exact() : value;
    }

    private static Condition contentTypes(PolicyNode node) throws PolicySyntaxException {
        var types = new HashSet<String>();
        for (var entry : node.list()) {
            var text = entry.exact();
            if (!text.matches("[a-z0-9!#$&^_.+-]{1,127}/[a-z0-9!#$&^_.+-]{1,127}")) {
                throw entry.error(
                        "\"" + text + "\" is not a media type; write it like application/json, in lower case");
            }
            types.add(text);
        }
        if (types.isEmpty()) {
            throw node.error("no media type is named, so nobody could call");
        }
        return new Condition.ContentTypeIn(types);
    }
}
