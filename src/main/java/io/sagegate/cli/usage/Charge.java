package io.sagegate.cli.usage;

import io.sagegate.cli.audit.AuditRecord;
import io.sagegate.limits.UsageKey;
import io.sagegate.limits.Windows;
import io.sagegate.policy.Limit.Scope;
import io.sagegate.policy.Quota.Measure;
import io.sagegate.policy.Quota.Period;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The charge of a call on one budget, as its completion line tells it.
///
/// @param name tells the limits of one call apart, such as `USD-day-of-role`
/// @param owner whose usage the item counts
/// @param amount in the measure's unit
record Charge(String name, Measure measure, Period period, UsageKey owner, long window, long amount) {
    private static final Pattern NAME = Pattern.compile(
            "(?<measure>requests|tokens|KB|USD)-(?<period>hour|day|month)(?<scope>-of-role|-of-endpoint)?"
                    + "(?<binding>-of-binding)?");
    private static final int NANO_DIGITS = 9;

    String counter() {
        return measure.word() + "/" + period.word();
    }

    Charge of(long part) {
        return new Charge(name, measure, period, owner, window, part);
    }

    /// The charges on budgets in force. A rate comes back by itself, so it has no place here.
    ///
    /// A budget in shadow charges nobody.
    static List<Charge> of(AuditRecord line) {
        var charges = new ArrayList<Charge>();
        if (line.members("unmapped").get("limits") instanceof List<?> limits) {
            for (var limit : limits) {
                if (limit instanceof Map<?, ?> members) {
                    charge(line, members).ifPresent(charges::add);
                }
            }
        }
        return charges;
    }

    private static Optional<Charge> charge(AuditRecord line, Map<?, ?> limit) {
        var name = NAME.matcher(String.valueOf(limit.get("name")));
        if (!name.matches()
                || Boolean.FALSE.equals(limit.get("counted"))
                || limit.containsKey("enforce")
                || !(limit.get("charged") instanceof Long amount)
                || amount <= 0) {
            return Optional.empty();
        }
        var period = Period.ofWord(name.group("period")).orElseThrow();
        var measure = measure(name.group("measure"));
        if (measure != Measure.NANO_DOLLARS && period != Period.MONTH) {
            return Optional.empty();
        }
        var window = Windows.number(period, line.time());
        return Optional.of(new Charge(name.group(), measure, period, owner(line, name), window, amount));
    }

    private static Measure measure(String word) {
        return Arrays.stream(Measure.values())
                .filter(measure -> measure.word().equals(word))
                .findFirst()
                .orElseThrow();
    }

    private static UsageKey owner(AuditRecord line, Matcher name) {
        var grant = line.text("policy/uid");
        var role = grant.substring(0, Math.max(0, grant.lastIndexOf('/')));
        var endpoint = name.group("binding") == null ? line.text("resources/0/name") : "";
        return switch (String.valueOf(name.group("scope"))) {
            case "-of-role" -> new UsageKey(Scope.ROLE, role, endpoint, "", "");
            case "-of-endpoint" -> new UsageKey(Scope.ENDPOINT, "", endpoint, "", "");
            default ->
                new UsageKey(Scope.PRINCIPAL, role, endpoint, line.text("actor/idp/name"), line.text("actor/user/uid"));
        };
    }

    /// The same charge on an endpoint that the policy names by its whole ARN; empty if the line has no ARN.
    Optional<Charge> at(String arn) {
        return owner.endpoint().isEmpty() || arn.isEmpty()
                ? Optional.empty()
                : Optional.of(new Charge(
                        name,
                        measure,
                        period,
                        new UsageKey(owner.scope(), owner.role(), arn, owner.issuer(), owner.subject()),
                        window,
                        amount));
    }

    /// An amount in the measure's unit; empty if it is not one.
    static Optional<Long> amount(String text, Measure measure) {
        if (!text.matches("[0-9]{1,12}(\\.[0-9]{1,9})?")) {
            return Optional.empty();
        }
        try {
            var number = new BigDecimal(text);
            return Optional.of(
                    measure == Measure.NANO_DOLLARS
                            ? number.movePointRight(NANO_DIGITS).longValueExact()
                            : number.longValueExact());
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    static String said(long amount, Measure measure) {
        return measure == Measure.NANO_DOLLARS
                ? BigDecimal.valueOf(amount, NANO_DIGITS).stripTrailingZeros().toPlainString() + " USD"
                : amount + (measure == Measure.REQUESTS || measure == Measure.CALLS ? "" : " " + measure.word());
    }
}
