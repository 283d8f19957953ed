package io.sagegate.policy;

import io.sagegate.identity.OidcUser;
import io.sagegate.reason.Reason;
import java.math.BigInteger;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The meaning of a policy, by brute force: a second opinion on [DecisionPoint]. It shares the data with it, and
/// no line of code.
///
/// A grant stands for the list of all calls that it names, part by part. An allow permits a question that fits exactly
/// one call of its list. A deny forbids a question that may come out as any call of its list.
public final class PolicyMeaning {
    /// The answer to a question.
    ///
    /// @param target what may be called, where something may
    public record Opinion(Reason reason, Optional<Target> target) {}

    /// How far an allow came before it failed; the reason of the one that came farthest is told.
    private static final List<Reason> STEPS = List.of(
            Reason.NOT_GRANTED,
            Reason.TARGET_NOT_GRANTED,
            Reason.TARGET_NOT_SUPPORTED,
            Reason.GRANT_EXPIRED,
            Reason.CONDITION_NOT_MET,
            Reason.GRANTED);

    /// The part that a call leaves open, as a name that none has.
    private static final String OPEN = "";

    private final Question question;
    private final List<Assignment> assignments;

    public PolicyMeaning(Question question, List<Assignment> assignments) {
        this.question = question;
        this.assignments = assignments;
    }

    /// The decision point's answer, in the same form.
    static Opinion said(Decision decision) {
        return switch (decision) {
            case Decision.Permit permit -> new Opinion(Reason.GRANTED, Optional.of(permit.target()));
            case Decision.Deny deny -> new Opinion(deny.reason(), Optional.empty());
        };
    }

    public Opinion opinion() {
        var best = new Opinion(Reason.NOT_GRANTED, Optional.empty());
        for (var assignment : assignments) {
            for (var grant : assignment.role().grants()) {
                if (!grant.endpoint().equals(question.target().endpoint())) {
                    continue;
                }
                if (grant.effect() == Grant.Effect.DENY) {
                    if (grant.shadow().isEmpty() && forbids(assignment, grant)) {
                        return new Opinion(Reason.EXPLICITLY_DENIED, Optional.empty());
                    }
                } else {
                    var one = allowed(assignment, grant);
                    best = STEPS.indexOf(one.reason()) > STEPS.indexOf(best.reason()) ? one : best;
                }
            }
        }
        return best;
    }

    /// The ids of the denies in shadow that would forbid the call, were they in force.
    Set<String> shadows() {
        return assignments.stream()
                .flatMap(assignment -> assignment.role().grants().stream()
                        .filter(grant -> grant.shadow().isPresent())
                        .filter(grant ->
                                grant.endpoint().equals(question.target().endpoint()))
                        .filter(grant -> forbids(assignment, grant)))
                .map(Grant::id)
                .collect(Collectors.toSet());
    }

    private boolean forbids(Assignment assignment, Grant grant) {
        var asked = parts(question.target());
        var denied = parts(grant);
        for (var part = 0; part < asked.size(); part++) {
            var open = asked.get(part).isEmpty() || !carries(part);
            var meets = denied.get(part).isEmpty()
                    || open
                    || denied.get(part).contains(asked.get(part).get());
            if (!meets) {
                return false;
            }
        }
        return grant.actions().contains(question.action())
                && isLive(assignment.expires())
                && isLive(grant.expires())
                && grant.conditions().stream()
                        .noneMatch(condition -> holds(condition).equals(Optional.of(false)));
    }

    private Opinion allowed(Assignment assignment, Grant grant) {
        if (!grant.actions().contains(question.action())) {
            return miss(Reason.NOT_GRANTED);
        }
        var fitting = calls(grant).stream().filter(this::fits).toList();
        if (fitting.size() != 1) {
            return miss(Reason.TARGET_NOT_GRANTED);
        }
        var call = fitting.getFirst();
        for (var part = 0; part < call.size(); part++) {
            if (!call.get(part).equals(OPEN) && !carries(part)) {
                return miss(Reason.TARGET_NOT_SUPPORTED);
            }
        }
        if (!isLive(assignment.expires()) || !isLive(grant.expires())) {
            return miss(Reason.GRANT_EXPIRED);
        }
        return grant.conditions().stream()
                        .allMatch(condition -> holds(condition).equals(Optional.of(true)))
                ? new Opinion(Reason.GRANTED, Optional.of(target(call)))
                : miss(Reason.CONDITION_NOT_MET);
    }

    private static Opinion miss(Reason reason) {
        return new Opinion(reason, Optional.empty());
    }

    /// Every call that a grant names.
    private static List<List<String>> calls(Grant grant) {
        var calls = List.of(List.<String>of());
        for (var names : parts(grant)) {
            var longer = new ArrayList<List<String>>();
            for (var call : calls) {
                for (var name : names.isEmpty() ? Set.of(OPEN) : names) {
                    longer.add(Stream.concat(call.stream(), Stream.of(name)).toList());
                }
            }
            calls = longer;
        }
        return calls;
    }

    private boolean fits(List<String> call) {
        var asked = parts(question.target());
        for (var part = 0; part < call.size(); part++) {
            if (asked.get(part).isPresent() && !asked.get(part).get().equals(call.get(part))) {
                return false;
            }
        }
        return true;
    }

    private static List<Optional<String>> parts(Target target) {
        return List.of(target.variant(), target.component(), target.model(), target.container());
    }

    private static List<Set<String>> parts(Grant grant) {
        return List.of(grant.variants(), grant.components(), grant.models(), grant.containers());
    }

    private Target target(List<String> call) {
        var named = call.stream()
                .map(name -> Optional.of(name).filter(one -> !one.equals(OPEN)))
                .toList();
        return new Target(question.target().endpoint(), named.get(0), named.get(1), named.get(2), named.get(3));
    }

    /// Whether SageMaker takes such a part with such a call.
    private boolean carries(int part) {
        return switch (question.action()) {
            case INVOKE -> true;
            case INVOKE_STREAM -> part != 2;
            case INVOKE_ASYNC -> false;
        };
    }

    private boolean isLive(Optional<Instant> end) {
        return end.isEmpty() || question.now().toEpochMilli() < end.get().toEpochMilli();
    }

    /// Empty where it cannot be told.
    private Optional<Boolean> holds(Condition condition) {
        var facts = question.facts();
        return switch (condition) {
            case Condition.AtMostBytes(var most) ->
                facts.bytes().isEmpty()
                        ? Optional.empty()
                        : Optional.of(facts.bytes().getAsLong() < most + 1);
            case Condition.ContentTypeIn(var types) ->
                facts.contentType()
                        .map(field ->
                                types.contains(field.split(";", 2)[0].strip().toLowerCase(Locale.ROOT)));
            case Condition.SourceIn(var networks) ->
                facts.sourceIp().isEmpty()
                        ? Optional.empty()
                        : Optional.of(networks.stream().anyMatch(network -> contains(network.toString())));
            case Condition.Within(var hours) -> Optional.of(isWithin(hours));
            case Condition.ClaimIs(var path, var values) -> claim(path, values);
        };
    }

    private boolean contains(String network) {
        var slash = network.indexOf('/');
        var from = InetAddress.ofLiteral(network.substring(0, slash)).getAddress();
        var asked = InetAddress.ofLiteral(question.facts().sourceIp()).getAddress();
        var rest = from.length * 8 - Integer.parseInt(network.substring(slash + 1));
        return from.length == asked.length
                && new BigInteger(1, from).shiftRight(rest).equals(new BigInteger(1, asked).shiftRight(rest));
    }

    /// Looks at the window that begins today, and at the one that began yesterday.
    private boolean isWithin(Hours hours) {
        var local = question.now().atZone(hours.zone()).toLocalDateTime();
        return Stream.of(local.toLocalDate(), local.toLocalDate().minusDays(1))
                .filter(day -> hours.days().contains(day.getDayOfWeek()))
                .anyMatch(day -> {
                    var begin = day.atTime(hours.from());
                    var sameDay = day.atTime(hours.to());
                    var end = sameDay.compareTo(begin) > 0 ? sameDay : sameDay.plusDays(1);
                    return local.compareTo(begin) >= 0 && local.compareTo(end) < 0;
                });
    }

    private Optional<Boolean> claim(List<String> path, List<Object> values) {
        @Nullable Object at = question.principal() instanceof OidcUser user ? user.claims() : null;
        for (var name : path) {
            at = at instanceof Map<?, ?> members ? members.get(name) : null;
        }
        if (at instanceof Map<?, ?>) {
            return Optional.empty();
        }
        var found = at instanceof List<?> list ? new ArrayList<@Nullable Object>(list) : one(at);
        return Optional.of(found.stream().anyMatch(each -> values.stream().anyMatch(value -> isSame(value, each))));
    }

    private static List<@Nullable Object> one(@Nullable Object value) {
        var list = new ArrayList<@Nullable Object>();
        list.add(value);
        return list;
    }

    private static boolean isSame(Object wanted, @Nullable Object found) {
        return (wanted instanceof Number one && found instanceof Number other)
                ? one.doubleValue() == other.doubleValue()
                : wanted.equals(found);
    }
}
