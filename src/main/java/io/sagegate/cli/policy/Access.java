package io.sagegate.cli.policy;

import io.sagegate.policy.Grant;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The permission or denial of a member to call an endpoint by one action, with its conditions.
///
/// @param details the restrictions by name, each with its own colon or space in front
record Access(String member, Kind kind, String action, String endpoint, Map<String, String> details)
        implements Comparable<Access> {
    /// The effect of a grant for a member.
    enum Kind {
        ALLOWED(" may "),
        DENIED(" is denied "),
        DENIED_IN_SHADOW(" would be denied, in shadow, ");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        static Kind of(Grant grant) {
            if (grant.effect() == Grant.Effect.ALLOW) {
                return ALLOWED;
            }
            return grant.shadow().isEmpty() ? DENIED : DENIED_IN_SHADOW;
        }
    }

    private static final Comparator<Access> ORDER =
            Comparator.comparing(Access::subject).thenComparing(Access::text);

    /// The member, action and endpoint: all but the conditions.
    String subject() {
        return member + kind.words + action + " " + endpoint;
    }

    String text() {
        return details.isEmpty() ? subject() : subject() + "  (" + said(details) + ")";
    }

    /// The conditions that differ, each with its old and its new value.
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
