package io.sagegate.policy.document;

import io.sagegate.http.MediaType;
import io.sagegate.kit.LambdaQuota;
import io.sagegate.policy.Cidr;
import io.sagegate.policy.Condition;
import io.sagegate.policy.Grant;
import io.sagegate.policy.Hours;
import io.sagegate.policy.Scalars;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Reads the `when` of a grant.
final class ConditionReader {
    private static final Set<String> MEMBERS = Set.of("sources", "hours", "claims", "maxRequestBytes", "contentTypes");

    private ConditionReader() {}

    static List<Condition> conditions(PolicyNode node, Grant.Effect effect) throws PolicySyntaxException {
        var conditions = new ArrayList<Condition>();
        if (node.isAbsent()) {
            return conditions;
        }
        node.map();
        var problems = new Problems();
        problems.check(() -> node.onlyMembers(MEMBERS));
        if (!node.member("sources").isAbsent()) {
            problems.check(() -> conditions.add(sources(node.member("sources"))));
        }
        if (!node.member("hours").isAbsent()) {
            problems.check(() -> conditions.add(new Condition.Within(hours(node.member("hours")))));
        }
        problems.check(() -> conditions.addAll(node.member("claims").each(ConditionReader::claim)));
        if (!node.member("maxRequestBytes").isAbsent()) {
            problems.check(() -> conditions.add(atMost(node.member("maxRequestBytes"), effect)));
        }
        if (!node.member("contentTypes").isAbsent()) {
            problems.check(() -> conditions.add(contentTypes(node.member("contentTypes"))));
        }
        problems.raise();
        if (conditions.isEmpty()) {
            throw node.error("says nothing; name a condition ("
                    + String.join(", ", MEMBERS.stream().sorted().toList()) + ") or remove it");
        }
        return conditions;
    }

    private static Condition atMost(PolicyNode node, Grant.Effect effect) throws PolicySyntaxException {
        if (effect == Grant.Effect.DENY) {
            throw node.error("a deny cannot ask for small bodies; put the limit on the grants that allow");
        }
        return new Condition.AtMostBytes(node.whole(LambdaQuota.PAYLOAD_BYTES, 0, LambdaQuota.PAYLOAD_BYTES));
    }

    private static Condition sources(PolicyNode node) throws PolicySyntaxException {
        var networks = node.each(entry -> {
            var text = entry.exact();
            return Cidr.of(text)
                    .orElseThrow(() -> entry.error("\"" + text
                            + "\" is not a network; write it like 10.0.0.0/8 or 2001:db8::/32, with no bit set after"
                            + " the prefix"));
        });
        if (networks.isEmpty()) {
            throw node.error("no network is named, so nobody could call");
        }
        return new Condition.SourceIn(networks);
    }

    private static Hours hours(PolicyNode node) throws PolicySyntaxException {
        node.map();
        var problems = new Problems();
        problems.check(() -> node.onlyMembers(Set.of("from", "to", "days", "zone")));
        var hours = new Hours(
                problems.read(() -> time(node.member("from")), LocalTime.MIDNIGHT),
                problems.read(
                        () -> node.member("to").text().equals("24:00") ? LocalTime.MIDNIGHT : time(node.member("to")),
                        LocalTime.MIDNIGHT),
                problems.read(() -> days(node.member("days")), EnumSet.allOf(DayOfWeek.class)),
                problems.read(() -> zone(node.member("zone")), ZoneOffset.UTC));
        problems.raise();
        return hours;
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
        days.addAll(node.each(entry -> {
            var text = entry.exact();
            return EnumSet.allOf(DayOfWeek.class).stream()
                    .filter(day ->
                            day.name().substring(0, 3).toLowerCase(Locale.ROOT).equals(text))
                    .findFirst()
                    .orElseThrow(() -> entry.error("expected mon, tue, wed, thu, fri, sat or sun"));
        }));
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
        node.map();
        var problems = new Problems();
        problems.check(() -> node.onlyMembers(Set.of("claim", "equals", "oneOf")));
        var path = problems.read(() -> IssuerReader.claimPath(node.member("claim")), List.<String>of());
        var values = problems.read(() -> wanted(node), List.<Object>of());
        problems.raise();
        return new Condition.ClaimIs(path, values);
    }

    private static List<Object> wanted(PolicyNode claim) throws PolicySyntaxException {
        var one = claim.member("equals");
        var several = claim.member("oneOf");
        if (one.isAbsent() == several.isAbsent()) {
            throw claim.error("needs either equals or oneOf");
        }
        var values = one.isAbsent() ? several.each(ConditionReader::scalar) : List.of(scalar(one));
        if (values.isEmpty()) {
            throw several.error("no value is named, so nobody could call");
        }
        return values;
    }

    private static Object scalar(PolicyNode node) throws PolicySyntaxException {
        var value = node.value();
        if (value == null || !Scalars.isScalar(value)) {
            throw node.error("expected a text, a number, true or false");
        }
        return value instanceof String ? node.exact() : value;
    }

    private static Condition contentTypes(PolicyNode node) throws PolicySyntaxException {
        var types = new HashSet<>(node.each(entry -> {
            var text = entry.exact();
            if (!MediaType.isName(text) || !text.equals(text.toLowerCase(Locale.ROOT))) {
                throw entry.error(
                        "\"" + text + "\" is not a media type; write it like application/json, in lower case");
            }
            return text;
        }));
        if (types.isEmpty()) {
            throw node.error("no media type is named, so nobody could call");
        }
        return new Condition.ContentTypeIn(types);
    }
}
