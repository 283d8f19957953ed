package io.sagegate.cli.policy.prove;

import io.sagegate.identity.ApiClient;
import io.sagegate.identity.IamIdentity;
import io.sagegate.identity.OidcUser;
import io.sagegate.identity.Principal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A caller who has certain member names and no others.
///
/// @param members the names, in the order in which a decision looks at them
/// @param subject of a caller with a token; nobody binds it unless it is among the members
/// @param claims more claims of a caller with a token
public record Who(List<String> members, String subject, Map<String, @Nullable Object> claims) {
    /// The subject that `policy explain` gives to the member of a group.
    static final String SOMEBODY = "somebody";

    public Who {
        members = List.copyOf(members);
    }

    /// A caller with one name, or two that one caller can have; empty where none can.
    ///
    /// @param stranger a subject that no binding names
    static Optional<Who> of(List<String> members, String stranger) {
        var subjects = members.stream().filter(Who::isSubject).distinct().toList();
        var issuers = members.stream().map(Who::issuer).distinct().toList();
        var alone = members.stream().distinct().count() == 1;
        if (!alone && (subjects.size() > 1 || issuers.size() > 1 || !hasToken(members.getFirst()))) {
            return Optional.empty();
        }
        // A decision looks at the subject first.
        var ordered = Stream.concat(subjects.stream(), members.stream().filter(member -> !isSubject(member)))
                .distinct()
                .toList();
        var subject = subjects.isEmpty() ? stranger : name(subjects.getFirst());
        return Optional.of(new Who(ordered, subject, Map.of()));
    }

    static boolean hasToken(String member) {
        return !member.startsWith("iam:") && !member.startsWith("key:");
    }

    static String issuer(String member) {
        return member.substring(0, Math.max(0, member.indexOf(':')));
    }

    private static boolean isSubject(String member) {
        return hasToken(member) && member.startsWith("sub:", issuer(member).length() + 1);
    }

    private static String name(String member) {
        return member.split(":", 3)[2];
    }

    boolean isOfToken() {
        return hasToken(members.getFirst());
    }

    String issuer() {
        return issuer(members.getFirst());
    }

    Who with(Map<String, @Nullable Object> others) {
        return new Who(members, subject, others);
    }

    private List<String> groups() {
        return members.stream()
                .filter(member -> !isSubject(member))
                .map(Who::name)
                .toList();
    }

    /// As `policy explain --as` takes it, which puts the group that it names behind the other groups.
    String named() {
        return isNamedByGroup() || !isOfToken() ? members.getLast() : issuer() + ":sub:" + subject;
    }

    /// The groups that `--as` does not name.
    List<String> otherGroups() {
        if (!isOfToken()) {
            return List.of();
        }
        return isNamedByGroup() ? groups().subList(0, groups().size() - 1) : groups();
    }

    private boolean isNamedByGroup() {
        return isOfToken() && subject.equals(SOMEBODY) && members.stream().noneMatch(Who::isSubject);
    }

    /// The names in words.
    String text() {
        return String.join(" and ", members);
    }

    Principal principal() {
        var first = members.getFirst();
        if (first.startsWith("iam:")) {
            return new IamIdentity(first.substring(4), "", Optional.empty(), Optional.empty(), Optional.empty());
        }
        if (!isOfToken()) {
            return new ApiClient(first.substring(4), "none");
        }
        var all = new LinkedHashMap<String, @Nullable Object>(claims);
        all.putIfAbsent("sub", subject);
        return new OidcUser(issuer(), "urn:imagined", subject, groups(), Optional.empty(), all);
    }
}
