package io.sagegate.filters.body;

import io.sagegate.filters.BodyFilter;
import io.sagegate.filters.FilterException;
import io.sagegate.policy.obligation.JsonPath;
import io.sagegate.policy.obligation.Masking;
import io.sagegate.policy.obligation.ResponseRules;
import io.sagegate.policy.obligation.Selection;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Judges an answer by rules of a filter that are in shadow: counts how much they would mask and leave out, and changes
/// nothing. It never throws: what the rules cannot read, they would have withheld. Not thread-safe.
///
/// The rules run for themselves, with a secret mark in place of each masked text. Marks are counted, and what leaves
/// the run is thrown away.
public final class ShadowFilter {
    /// Replaces each masked text in the run. A model cannot guess it, and so cannot make it up. Its first character is
    /// nowhere else in it.
    private static final byte[] MARK = mark();

    private static final String MARK_TEXT = new String(MARK, StandardCharsets.US_ASCII);

    private final Optional<Run> whole;
    private final Optional<Run> selected;
    private final Optional<Run> unselected;
    private boolean withheld;

    private ShadowFilter(ResponseRules rules, String contentType, boolean isWhole) {
        var selects = !rules.selections().isEmpty();
        whole = run(marking(rules), contentType, isWhole);
        selected = selects ? run(selecting(rules, rules.selections()), contentType, isWhole) : Optional.empty();
        unselected = selects ? run(selecting(rules, nothing()), contentType, isWhole) : Optional.empty();
    }

    private static byte[] mark() {
        var bytes = new byte[3];
        new SecureRandom().nextBytes(bytes);
        return ("~" + HexFormat.of().formatHex(bytes)).getBytes(StandardCharsets.US_ASCII);
    }

    /// For an answer that is still being written.
    public static ShadowFilter ofStream(ResponseRules rules, String contentType) {
        return new ShadowFilter(rules, contentType, false);
    }

    /// Judges a whole answer.
    public static ShadowFilter whole(ResponseRules rules, String contentType, byte[] body) {
        var filter = new ShadowFilter(rules, contentType, true);
        filter.push(body);
        filter.finish();
        return filter;
    }

    private static ResponseRules marking(ResponseRules rules) {
        var maskings = rules.maskings().stream()
                .<Masking>map(masking -> switch (masking) {
                    case Masking.Kinds(var kinds, var _) -> new Masking.Kinds(kinds, Optional.of(MARK_TEXT));
                    case Masking.Custom(var pattern, var _, var length) ->
                        new Masking.Custom(pattern, MARK_TEXT, length);
                })
                .toList();
        return new ResponseRules(
                rules.name(),
                rules.contentTypes(),
                rules.maxBytes(),
                rules.selections(),
                maskings,
                rules.deltas(),
                rules.wholes());
    }

    private static ResponseRules selecting(ResponseRules rules, List<Selection> selections) {
        return new ResponseRules(
                rules.name(), Set.of(), Long.MAX_VALUE, selections, List.of(), rules.deltas(), rules.wholes());
    }

    /// Drops a member that no answer has, so that an answer is written anew and can be compared.
    private static List<Selection> nothing() {
        return List.of(
                new Selection.Drop(List.of(JsonPath.of("$['" + MARK_TEXT + "']").orElseThrow())));
    }

    private Optional<Run> run(ResponseRules rules, String contentType, boolean isWhole) {
        try {
            return Optional.of(new Run(ResponseFilter.of(rules, contentType, isWhole)));
        } catch (FilterException | RuntimeException e) {
            withheld = true;
            return Optional.empty();
        }
    }

    /// Takes the next bytes of the answer.
    public void push(byte[] bytes) {
        each(run -> run.filter.push(bytes));
    }

    /// Ends the answer.
    public void finish() {
        each(run -> run.filter.finish());
    }

    private interface Step {
        byte[] take(Run run) throws FilterException;
    }

    private void each(Step step) {
        for (var run : List.of(whole, selected, unselected)) {
            try {
                if (!withheld && run.isPresent()) {
                    run.get().count(step.take(run.get()));
                }
            } catch (FilterException | RuntimeException e) {
                withheld = true;
            }
        }
    }

    /// Whether the rules would have kept the answer back.
    public boolean withholds() {
        return withheld;
    }

    /// How many texts the rules would have masked so far.
    public long masked() {
        return whole.map(run -> run.marks).orElse(0L);
    }

    /// How many bytes the rules would have left out so far.
    public long dropped() {
        return Math.max(0, bytes(unselected) - bytes(selected));
    }

    private static long bytes(Optional<Run> run) {
        return run.map(one -> one.bytes).orElse(0L);
    }

    /// One run of rules over the answer.
    private static final class Run {
        private final BodyFilter filter;
        private long bytes;
        private long marks;
        private int matched;

        Run(BodyFilter filter) {
            this.filter = filter;
        }

        void count(byte[] leaving) {
            bytes += leaving.length;
            for (var b : leaving) {
                matched = b == MARK[matched] ? matched + 1 : b == MARK[0] ? 1 : 0;
                if (matched == MARK.length) {
                    marks++;
                    matched = 0;
                }
            }
        }
    }
}
