package io.sagegate.gateway.stream;

import io.sagegate.filters.body.ShadowFilter;
import io.sagegate.inference.ModelStream;
import io.sagegate.policy.Decision;
import io.sagegate.policy.Shadowed;
import io.sagegate.policy.obligation.ShadowRules;
import io.sagegate.reason.Reason;
import java.util.List;
import java.util.Optional;

/// Knows what the rules of a filter in shadow would have done to one answer.
public record FilterJudge(ShadowRules rules, ShadowFilter filter) {
    /// Judges a whole answer that leaves. Empty where no rule is in shadow.
    public static Optional<FilterJudge> whole(Decision.Permit permit, String contentType, byte[] body) {
        return rules(permit).map(rules -> new FilterJudge(rules, ShadowFilter.whole(rules.rules(), contentType, body)));
    }

    /// Judges an answer on its way: see [#watching].
    public static Optional<FilterJudge> stream(Decision.Permit permit, String contentType) {
        return rules(permit).map(rules -> new FilterJudge(rules, ShadowFilter.ofStream(rules.rules(), contentType)));
    }

    private static Optional<ShadowRules> rules(Decision.Permit permit) {
        return permit.grant().obligations().shadow();
    }

    /// The same stream, seen by the judge.
    public ModelStream watching(ModelStream stream) {
        return new ShadowedStream(stream, filter);
    }

    public List<Shadowed> shadowed() {
        var name = rules.rules().name();
        if (filter.withholds()) {
            return List.of(Shadowed.refusal(
                    Shadowed.Kind.FILTER,
                    name,
                    Reason.FILTER_FAILED,
                    rules.shadow().told()));
        }
        return filter.masked() == 0 && filter.dropped() == 0
                ? List.of()
                : List.of(new Shadowed(
                        Shadowed.Kind.FILTER,
                        name,
                        Optional.empty(),
                        filter.masked(),
                        filter.dropped(),
                        rules.shadow().told()));
    }
}
