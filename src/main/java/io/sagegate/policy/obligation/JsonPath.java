package io.sagegate.policy.obligation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A path into a JSON document: `$.a.b`, `$.a[0]`, `$.a[*].b`, `$.a.*`, `$['odd name']`, `$..anywhere`.
/// A small part of RFC 9535: no slices, no filters.
public record JsonPath(String text, List<Step> steps) {
    private static final int MAX_STEPS = 32;

    /// One step down.
    public sealed interface Step {
        /// The member of that name.
        record Member(String name) implements Step {}

        /// The element at that place.
        record Element(int index) implements Step {}

        /// Every member or element.
        record Each() implements Step {}

        /// Any number of steps, also none.
        record Deep() implements Step {}
    }

    public JsonPath {
        steps = List.copyOf(steps);
    }

    /// Reads a path; empty if the text has not this form.
    public static Optional<JsonPath> of(String text) {
        var steps = new ArrayList<Step>();
        var at = text.startsWith("$") ? 1 : -1;
        while (at > 0 && at < text.length() && steps.size() <= MAX_STEPS) {
            at = step(text, at, steps);
        }
        return at == text.length() && !steps.isEmpty() && steps.size() <= MAX_STEPS
                ? Optional.of(new JsonPath(text, steps))
                : Optional.empty();
    }

    /// Reads one step. Returns the place after it, or -1.
    private static int step(String text, int at, List<Step> steps) {
        if (text.charAt(at) == '[') {
            return bracket(text, at, steps);
        }
        if (text.charAt(at) != '.') {
            return -1;
        }
        var from = at + 1;
        if (text.startsWith(".", from)) {
            steps.add(new Step.Deep());
            from++;
        }
        var end = from;
        while (end < text.length() && text.charAt(end) != '.' && text.charAt(end) != '[') {
            end++;
        }
        var name = text.substring(from, end);
        if (name.isEmpty() || name.indexOf('\'') >= 0 || name.indexOf(']') >= 0) {
            return -1;
        }
        steps.add(name.equals("*") ? new Step.Each() : new Step.Member(name));
        return end;
    }

    private static int bracket(String text, int at, List<Step> steps) {
        if (text.startsWith("['", at)) {
            var end = text.indexOf("']", at + 2);
            if (end <= at + 2) {
                return -1;
            }
            steps.add(new Step.Member(text.substring(at + 2, end)));
            return end + 2;
        }
        var end = text.indexOf(']', at);
        var inside = end < 0 ? "" : text.substring(at + 1, end);
        if (inside.equals("*")) {
            steps.add(new Step.Each());
        } else if (inside.matches("[0-9]{1,6}")) {
            steps.add(new Step.Element(Integer.parseInt(inside)));
        } else {
            return -1;
        }
        return end + 1;
    }
}
