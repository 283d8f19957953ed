package io.sagegate.gateway;

import io.sagegate.api.Problem;
import io.sagegate.filters.FilterException;
import io.sagegate.filters.body.ResponseFilter;
import io.sagegate.filters.guard.RequestGuard;
import io.sagegate.http.Headers;
import io.sagegate.inference.ModelStream;
import io.sagegate.policy.Decision;
import io.sagegate.policy.obligation.ResponseRules;
import java.util.Optional;

/// What a grant's obligations make of a request and of an answer.
final class Filtering {
    private Filtering() {}

    /// Why the body may not go to the model, if it may not.
    static Optional<Problem> refusal(Decision.Permit permit, Headers headers, byte[] body) {
        return RequestGuard.check(
                        permit.grant().obligations().request(),
                        headers.first("content-type").orElse(""),
                        body)
                .map(refusal -> Problem.of(refusal.reason(), refusal.detail()));
    }

    /// What may leave of a whole answer.
    @SuppressWarnings("ReferenceEquality") // any other rules that ask for nothing go the longer way to the same
    static byte[] whole(Decision.Permit permit, Headers headers, byte[] body) throws FilterException {
        var rules = rules(permit);
        return rules == ResponseRules.NONE ? body : ResponseFilter.whole(rules, contentType(headers), body);
    }

    /// What may leave of an answer that is being made.
    static ModelStream stream(Decision.Permit permit, Headers headers, ModelStream body) throws FilterException {
        var rules = rules(permit);
        return rules.equals(ResponseRules.NONE)
                ? body
                : new FilteredStream(body, ResponseFilter.of(rules, contentType(headers)));
    }

    /// A model writes header fields too.
    static Headers headers(Decision.Permit permit, Headers headers) {
        var filtered = new Headers.Builder();
        headers.forEach((name, value) -> filtered.add(name, ResponseFilter.text(rules(permit), value)));
        return filtered.build();
    }

    private static ResponseRules rules(Decision.Permit permit) {
        return permit.grant().obligations().response();
    }

    private static String contentType(Headers headers) {
        return headers.first("content-type").orElse("");
    }
}
