package io.sagegate.aws.dynamodb.policy;

import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicySyntaxException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Tells which revision wrote each row of a policy. A revision writes every row itself, or it shares the rows of a base
/// revision and names the rows that have changed since.
///
/// The item of a revision's issuers holds its layout, so nobody reads one item more. It holds a list of issuers where
/// the revision wrote all rows. Else it holds an object, which a gateway that cannot share rows refuses as a whole.
///
/// @param base the revision that wrote the rows that are not named
/// @param rows the revision that wrote each changed row, or [#GONE]
public record PolicyLayout(long revision, long base, Map<String, Long> rows) {
    /// The number of a row that is gone. Revisions count from 1, so no item lies under it.
    public static final long GONE = 0;

    private static final String BASE = "base";
    private static final String ROWS = "rows";
    private static final String LIST = "list";

    public PolicyLayout {
        rows = Map.copyOf(rows);
    }

    /// The layout of a revision that wrote every row itself.
    public static PolicyLayout whole(long revision) {
        return new PolicyLayout(revision, revision, Map.of());
    }

    /// Reads the layout of a revision.
    ///
    /// @param head the attribute `issuers` of the revision's issuers
    public static PolicyLayout of(long revision, PolicyNode head) throws PolicySyntaxException {
        if (!(head.value() instanceof Map)) {
            return whole(revision);
        }
        head.onlyMembers(Set.of(BASE, ROWS, LIST));
        var base = head.member(BASE).whole(GONE, 1, revision - 1);
        if (base == GONE) {
            throw head.member(BASE).error("missing");
        }
        var rows = new HashMap<String, Long>();
        for (var key : head.member(ROWS).map().keySet()) {
            var row = String.valueOf(key);
            // A row without a number would be lost silently, so null is refused as well.
            var number = head.member(ROWS).member(row).whole(-1, GONE, revision);
            if (number != GONE && number <= base) {
                throw head.member(ROWS).member(row).error("expected 0, or a revision after the base");
            }
            rows.put(row, number);
        }
        return new PolicyLayout(revision, base, rows);
    }

    /// The attribute `issuers` of the revision's issuers.
    public Object head(Object issuers) {
        return isWhole() ? issuers : Map.of(BASE, base, ROWS, rows, LIST, issuers);
    }

    /// The list of issuers in the attribute that [#head] made.
    PolicyNode issuers(PolicyNode head) throws PolicySyntaxException {
        return isWhole() ? head : head.member(LIST);
    }

    private boolean isWhole() {
        return base == revision;
    }

    /// The key under which a row lies, if the revision has that row.
    public String key(String row) {
        return PolicyKeys.row(number(row), row);
    }

    /// The revision that wrote a row, if the row exists; [#GONE] if it was removed.
    public long number(String row) {
        return rows.getOrDefault(row, base);
    }
}
