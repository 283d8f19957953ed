package io.sagegate.policy.document;

import io.sagegate.policy.Quota;
import io.sagegate.policy.Quota.Measure;
import io.sagegate.policy.Quota.Period;
import io.sagegate.policy.Raise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads the `notify` of a limit: the percentages that are told when they are reached.
final class NotifyReader {
    private static final Pattern PERCENT = Pattern.compile("([1-9][0-9]?|100)%");

    /// Each threshold has a mark in the item that counts the limit.
    private static final int MOST = 5;

    /// Requests a second from which a rate is counted in batches and over several items, none of which shows the sum.
    private static final long BATCHED_FROM = 50;

    private NotifyReader() {}

    static List<Integer> thresholds(PolicyNode node, Quota limit, Optional<Raise> raise) throws PolicySyntaxException {
        if (node.isAbsent()) {
            return List.of();
        }
        var percents = node.each(NotifyReader::percent);
        if (percents.isEmpty() || percents.size() > MOST) {
            throw node.error("notify takes 1 to " + MOST + " percentages, such as [50%, 80%, 100%]");
        }
        var ascending = percents.stream().sorted().distinct().toList();
        if (!ascending.equals(percents)) {
            throw node.error("the percentages of notify ascend, and none is there twice");
        }
        var counted = new ArrayList<>(List.of(limit));
        raise.ifPresent(more -> counted.add(more.quota()));
        for (var quota : counted) {
            refuseUntold(node, quota);
        }
        return percents;
    }

    private static int percent(PolicyNode node) throws PolicySyntaxException {
        var text = node.text();
        if (!PERCENT.matcher(text).matches()) {
            throw node.error("\"" + text + "\" is not a percentage from 1% to 100%, such as 80%");
        }
        return Integer.parseInt(text.substring(0, text.length() - 1));
    }

    private static void refuseUntold(PolicyNode node, Quota quota) throws PolicySyntaxException {
        switch (quota) {
            case Quota.Concurrency _ ->
                throw node.error("calls that run at once have no window, so notify is not for them");
            case Quota.Budget _ -> {}
            case Quota.Rate rate -> {
                if (rate.period() == Period.SECOND || rate.period() == Period.MINUTE) {
                    throw node.error("notify is for limits per hour, day or month");
                }
                if (rate.measure() == Measure.REQUESTS
                        && rate.amount() / rate.period().length().toSeconds() >= BATCHED_FROM) {
                    throw node.error("a rate of " + BATCHED_FROM
                            + " requests a second or more is counted in batches: notify on requests per month instead");
                }
            }
        }
    }
}
