package io.sagegate.filters;

import io.sagegate.policy.obligation.JsonPath;
import io.sagegate.policy.obligation.JsonPath.Step;
import java.util.ArrayList;
import java.util.List;

/// Places that a set of paths has reached while a document is walked.
record Cursor(List<List<Step>> open, boolean reached) {
    static Cursor of(List<JsonPath> paths) {
        return new Cursor(paths.stream().map(JsonPath::steps).toList(), false);
    }

    Cursor member(String name) {
        return step(
                step -> step instanceof Step.Each || (step instanceof Step.Member(var wanted) && wanted.equals(name)));
    }

    Cursor element(int index) {
        return step(step -> step instanceof Step.Each || (step instanceof Step.Element(var wanted) && wanted == index));
    }

    private interface Match {
        boolean of(Step step);
    }

    private Cursor step(Match match) {
        var next = new ArrayList<List<Step>>();
        var hit = false;
        for (var steps : open) {
            var deep = steps.getFirst() instanceof Step.Deep;
            var rest = deep ? steps.subList(1, steps.size()) : steps;
            if (deep) {
                next.add(steps);
            }
            if (!rest.isEmpty() && match.of(rest.getFirst())) {
                if (rest.size() == 1) {
                    hit = true;
                } else {
                    next.add(rest.subList(1, rest.size()));
                }
            }
        }
        return new Cursor(next, hit);
    }

    boolean isLost() {
        return open.isEmpty() && !reached;
    }
}
