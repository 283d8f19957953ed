package io.sagegate.cli.usage;

import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Exit;
import io.sagegate.policy.document.Suggestion;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Something that calls are summed up by.
///
/// @param value what a call has of it; empty for none
record Dimension(String name, Function<Call, String> value) {
    private static final String TAG = "tag:";
    static final Dimension DAY = new Dimension(
            "day", call -> LocalDate.ofInstant(call.time(), ZoneOffset.UTC).toString());
    static final Dimension MONTH = new Dimension(
            "month",
            call -> YearMonth.from(LocalDate.ofInstant(call.time(), ZoneOffset.UTC))
                    .toString());
    static final Dimension CALLER = new Dimension("caller", Call::caller);
    static final Dimension ROLE = new Dimension("role", Call::role);
    static final Dimension ENDPOINT = new Dimension("endpoint", Call::endpoint);
    static final Dimension MODEL = new Dimension("model", Call::model);
    private static final Dimension REASON = new Dimension("reason", Call::reason);
    private static final List<Dimension> ALL = List.of(DAY, MONTH, CALLER, ROLE, ENDPOINT, MODEL, REASON);

    static List<Dimension> all(List<String> names) throws CommandFailedException {
        var dimensions = new ArrayList<Dimension>();
        for (var name : names) {
            var dimension = of(name);
            if (dimensions.stream().anyMatch(each -> each.name().equals(dimension.name()))) {
                throw new CommandFailedException(Exit.USAGE, "--by has " + name + " twice.");
            }
            dimensions.add(dimension);
        }
        return dimensions;
    }

    private static Dimension of(String name) throws CommandFailedException {
        if (name.startsWith(TAG) && name.length() > TAG.length()) {
            var tag = name.substring(TAG.length());
            return new Dimension(name, call -> call.tags().getOrDefault(tag, ""));
        }
        var known = ALL.stream().map(Dimension::name).toList();
        return ALL.stream()
                .filter(each -> each.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new CommandFailedException(
                        Exit.USAGE,
                        "--by takes " + String.join(", ", known) + " and tag:NAME, not " + name
                                + Suggestion.among(name, known) + "."));
    }

    boolean isTime() {
        return equals(DAY) || equals(MONTH);
    }
}
