package io.sagegate.cli.usage;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/// One call of a model, or one that was refused, as its completion line tells it. A text that the line lacks is empty.
///
/// @param time when it arrived
/// @param refused whether the gateway turned it away
/// @param caller as bindings name it: `okta:sub:alice`, `iam:arn:…`, `key:batch-scorer`
/// @param raises texts of limits that were raised then
/// @param resource the endpoint's ARN, or its name where the line has no ARN
record Call(
        Instant time,
        boolean refused,
        String reason,
        String caller,
        String role,
        String endpoint,
        String model,
        String resource,
        String account,
        String region,
        SortedMap<String, String> tags,
        List<String> raises,
        Amounts amounts) {
    /// The use of the call.
    ///
    /// @param cached those of the input tokens that the model had read before
    /// @param nanoDollars what it cost, in billionths of a US dollar
    record Amounts(long input, long cached, long output, long nanoDollars) {}
}
