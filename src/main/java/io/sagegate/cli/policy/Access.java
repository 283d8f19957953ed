package io.sagegate.cli.policy;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// That somebody may, or is denied to, call an endpoint in one way, and under which conditions.
///
/// @param details what restricts it, by what it is called, each with its own colon or space in front
record Access(String member, boolean denied, String action, String endpoint, Map<String, String> details)
        implements Comparable<Access> {
    private static final Comparator<Access> ORDER =
            Comparator.comparing(Access::subject).thenComparing(Access::text);

    /// Who, what and where: all but the conditions.
    String subject() {
        return member + (denied ? " is denied " : " may ") + action + " " + endpoint;
    }

    String text() {
        return details.isEmpty() ? subject() : subject() + "  (" + said(details) + ")";
    }

    /// The conditions that differ, each as it was and as it becomes.
    String changed(Access after) {
        var names = new TreeSet<>(details.keySet());
        names.addAll(after.details.keySet());
        return subject()
                + names.stream()
                        .filter(name -> !details.getOrDefault(name, "").equals(after.details.getOrDefault(name, "")))
                        .map(name -> name + details.getOrDefault(name, ": none") + " -> " + bare(after, name))
                        .collect(Collectors.joining("; ", "  (", ")"));
    }

    private static String bare(Access after, String name) {
        var value = after.details.getOrDefault(name, ": none");
        return value.substring(value.indexOf(' ') + 1);
    }

    private static String said(Map<String, String> details) {
        return details.entrySet().stream()
                .map(detail -> detail.getKey() + detail.getValue())
                .collect(Collectors.joining("; "));
    }

    @Override
    public int compareTo(Access other) {
        return ORDER.compare(this, other);
    }
}
