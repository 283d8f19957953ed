package io.sagegate.cli.policy.prove;

import io.sagegate.policy.Hours;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// The instants that stand for all others where windows of hours and ends of grants are told apart.
///
/// Windows repeat every week for as long as no zone changes its offset, and offsets repeat every year. So the first
/// week after each end of a grant and after each change of an offset stands for all that follow, for a year.
final class Times {
    /// More than a week, so that every window begins and ends in it.
    private static final Duration WEEK = Duration.ofDays(8);

    /// More than a year, so that every change of an offset comes up.
    private static final Duration YEAR = Duration.ofDays(400);

    private final Instant now;
    private final Map<List<?>, List<Instant>> known = new HashMap<>();

    /// @param now from when on calls are made
    Times(Instant now) {
        this.now = now;
    }

    Instant now() {
        return now;
    }

    /// @param ends ends of grants and bindings after now, in order
    List<Instant> of(List<Instant> ends, List<Hours> hours) {
        return known.computeIfAbsent(List.of(ends, hours), _ -> made(ends, hours));
    }

    private List<Instant> made(List<Instant> ends, List<Hours> hours) {
        var starts = new TreeSet<>(ends);
        starts.add(now);
        if (hours.isEmpty()) {
            return List.copyOf(starts);
        }
        for (var start : List.copyOf(starts)) {
            for (var window : hours) {
                changes(start, window).forEach(starts::add);
            }
        }
        var times = new TreeSet<>(starts);
        for (var start : starts) {
            var next = starts.higher(start);
            var week = start.plus(WEEK);
            var end = next == null || next.isAfter(week) ? week : next;
            hours.forEach(window -> times.addAll(bounds(window, start, end)));
        }
        return List.copyOf(times);
    }

    /// Changes of the offset of the window's zone within a year.
    private static List<Instant> changes(Instant start, Hours window) {
        var rules = window.zone().getRules();
        var changes = new ArrayList<Instant>();
        var last = start.plus(YEAR);
        for (var change = rules.nextTransition(start);
                change != null && change.getInstant().isBefore(last);
                change = rules.nextTransition(change.getInstant())) {
            changes.add(change.getInstant());
        }
        return changes;
    }

    /// Where the window begins and ends, with the offset of the start.
    private static List<Instant> bounds(Hours window, Instant start, Instant end) {
        var offset = window.zone().getRules().getOffset(start);
        var day = start.atOffset(offset).toLocalDate();
        var bounds = new ArrayList<Instant>();
        for (var i = 0; i <= WEEK.toDays(); i++) {
            for (var time : List.of(window.from(), window.to(), LocalTime.MIDNIGHT)) {
                var bound = day.plusDays(i).atTime(time).toInstant(offset);
                if (bound.isAfter(start) && bound.isBefore(end)) {
                    bounds.add(bound);
                }
            }
        }
        return bounds;
    }
}
