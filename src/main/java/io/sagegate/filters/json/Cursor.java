package io.sagegate.filters.json;

import io.sagegate.policy.obligation.JsonPath;
import io.sagegate.policy.obligation.JsonPath.Step;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The places that a set of paths has reached while a document is walked. For each path the cursor holds one bit
/// per step that may come next. Its size therefore never exceeds the number of steps, however deep the document is.
/// Not thread-safe.
public final class Cursor {
    private final List<JsonPath> paths;

    /// For each path, one bit per step that may come next.
    private final int[] next;

    private final boolean reached;

    /// The index from which on no path names an element.
    private final int others;

    /// The cursor of any such element.
    private @Nullable Cursor other;

    private Cursor(List<JsonPath> paths, int[] next, boolean reached) {
        this.paths = paths;
        this.next = next;
        this.reached = reached;
        this.others = largest() + 1;
    }

    public static Cursor of(List<JsonPath> paths) {
        var next = new int[paths.size()];
        Arrays.fill(next, 1);
        return new Cursor(paths, next, false);
    }

    /// Whether a path ends here.
    public boolean reached() {
        return reached;
    }

    public Cursor member(String name) {
        return step(
                step -> step instanceof Step.Each || (step instanceof Step.Member(var wanted) && wanted.equals(name)));
    }

    public Cursor element(int index) {
        if (index < others) {
            return step(
                    step -> step instanceof Step.Each || (step instanceof Step.Element(var wanted) && wanted == index));
        }
        var known = other;
        if (known == null) {
            known = step(step -> step instanceof Step.Each);
            other = known;
        }
        return known;
    }

    /// Whether a path may end further down.
    boolean leadsOn() {
        for (var steps : next) {
            if (steps != 0) {
                return true;
            }
        }
        return false;
    }

    boolean isLost() {
        return !reached && !leadsOn();
    }

    private interface Match {
        boolean of(Step step);
    }

    private Cursor step(Match match) {
        var then = new int[next.length];
        var hit = false;
        for (var path = 0; path < next.length; path++) {
            var steps = paths.get(path).steps();
            for (var open = next[path]; open != 0; open &= open - 1) {
                var at = Integer.numberOfTrailingZeros(open);
                var deep = steps.get(at) instanceof Step.Deep;
                if (deep) {
                    then[path] |= 1 << at;
                }
                var tried = deep ? at + 1 : at;
                if (match.of(steps.get(tried))) {
                    if (tried + 1 == steps.size()) {
                        hit = true;
                    } else {
                        then[path] |= 1 << (tried + 1);
                    }
                }
            }
        }
        return new Cursor(paths, then, hit);
    }

    private int largest() {
        var largest = -1;
        for (var path = 0; path < next.length; path++) {
            var steps = paths.get(path).steps();
            for (var open = next[path]; open != 0; open &= open - 1) {
                if (steps.get(Integer.numberOfTrailingZeros(open)) instanceof Step.Element(var index)) {
                    largest = Math.max(largest, index);
                }
            }
        }
        return largest;
    }
}
