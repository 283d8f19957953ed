package io.sagegate.cli.usage;

import io.sagegate.cli.audit.RecordCheck;
import java.util.Optional;

/// The contents of a report.
///
/// @param raises limits that were raised for some of the calls
/// @param unread how many audit lines are in no sum, because they cannot be read
/// @param check how the record was found, where it was verified
record Report(Period period, Groups groups, Raises raises, long unread, Optional<RecordCheck.Result> check) {
    /// Whether the sums may be wrong.
    boolean isDoubtful() {
        return unread > 0 || check.filter(result -> !result.isIntact()).isPresent();
    }

    /// The lines on which the sums rest.
    String basis() {
        if (check.isEmpty()) {
            return "The record was not verified (--verify).";
        }
        var result = check.get();
        if (result.isIntact()) {
            return "The report rests on an intact record: " + result.sentence() + ".";
        }
        return result.lines() == 0
                ? "No audit line was found."
                : "The record is NOT INTACT, so the report may be wrong: " + result.sentence() + ".";
    }
}
