package io.sagegate.api;

import io.sagegate.http.Headers;
import io.sagegate.limits.Admission;
import io.sagegate.limits.LimitStatus;
import io.sagegate.policy.Limit;
import io.sagegate.policy.Quota;
import io.sagegate.reason.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes where a caller's limits stand into header fields and problems.
///
/// Source: draft-ietf-httpapi-ratelimit-headers-10, `RateLimit-Policy` and `RateLimit` (RFC 9651 lists of strings
/// with parameters); RFC 9110 §10.2.3, `Retry-After`.
public final class RateLimits {
    private static final long LARGEST = 999_999_999_999_999L;

    private RateLimits() {}

    /// The refusal, with the limit's name and the time until the call would pass. A call that alone exceeds the limit
    /// never passes, so no client is asked to try it again.
    public static Problem problem(Request request, Admission.Refused refused) {
        var limit = "The limit \"" + refused.limit().text() + "\" ";
        return refused.retryAfter()
                .map(wait -> Problem.of(Reason.LIMIT_EXCEEDED, limit + "is used up for now.")
                        .with("retry-after", Long.toString(seconds(wait))))
                .orElseGet(() -> Problem.of(
                                Reason.LIMIT_EXCEEDED,
                                limit + "is less than this one call asks for" + most(refused) + ": "
                                        + smaller(refused.limit().quota().measure()))
                        .with("x-should-retry", "false"))
                .with(headers(request, refused.standing()));
    }

    private static String most(Admission.Refused refused) {
        return refused.standing().stream()
                .filter(status -> status.limit().equals(refused.limit()))
                .findFirst()
                .map(status -> "; one call may ask for at most "
                        + ReadableAmounts.amount(status.limit().quota().measure(), status.total()))
                .orElse("");
    }

    private static String smaller(Quota.Measure measure) {
        return switch (measure) {
            case TOKENS, NANO_DOLLARS -> "send a shorter prompt, or ask for fewer tokens with max_tokens.";
            case KILOBYTES -> "send a smaller body.";
            case REQUESTS, CALLS -> "ask for a larger limit.";
        };
    }

    /// Returns the answer with header fields that state where its limits stand.
    public static StreamedAnswer told(Request request, StreamedAnswer answer, List<LimitStatus> standing) {
        return answer.with(headers(request, standing));
    }

    public static Response told(Request request, Response response, List<LimitStatus> standing) {
        return response.with(headers(request, standing));
    }

    /// A limit in shadow refuses nobody, so no client needs to know where it stands.
    private static Headers headers(Request request, List<LimitStatus> all) {
        if (all.isEmpty()) {
            return Headers.none();
        }
        var standing = new ArrayList<LimitStatus>(all.size());
        for (var status : all) {
            if (status.limit().isEnforced()) {
                standing.add(status);
            }
        }
        return OpenAi.isPath(request.path()) ? headers(standing).with(openAi(standing)) : headers(standing);
    }

    static Headers headers(List<LimitStatus> standing) {
        if (standing.isEmpty()) {
            return Headers.none();
        }
        return Headers.of(
                "ratelimit-policy",
                String.join(", ", standing.stream().map(RateLimits::policy).toList()),
                "ratelimit",
                String.join(", ", standing.stream().map(RateLimits::state).toList()));
    }

    private static String policy(LimitStatus status) {
        var text = name(status.limit()) + ";q=" + number(status, status.total());
        return text
                + switch (status.limit().quota()) {
                    case Quota.Rate rate -> unit(rate) + ";w=" + seconds(window(rate));
                    case Quota.Budget budget ->
                        unit(budget) + ";w=" + budget.period().length().toSeconds();
                    case Quota.Concurrency _ -> ";qu=\"concurrent-requests\"";
                };
    }

    /// The time in which the whole burst becomes available again.
    private static Duration window(Quota.Rate rate) {
        return rate.burst() == rate.amount()
                ? rate.period().length()
                : Duration.ofMillis(Math.ceilDiv(
                        Math.multiplyExact(rate.period().length().toMillis(), rate.burst()), rate.amount()));
    }

    private static String unit(Quota quota) {
        return switch (quota.measure()) {
            case REQUESTS, CALLS -> "";
            case TOKENS, KILOBYTES, NANO_DOLLARS -> ";qu=\"" + ReadableAmounts.unit(quota.measure()) + "\"";
        };
    }

    private static String state(LimitStatus status) {
        return name(status.limit()) + ";r=" + number(status, status.remaining())
                + status.reset().map(reset -> ";t=" + seconds(reset)).orElse("");
    }

    private static String name(Limit limit) {
        return "\"" + limit.name() + "\"";
    }

    private static String number(LimitStatus status, long amount) {
        return Long.toString(
                Math.min(ReadableAmounts.whole(status.limit().quota().measure(), amount), LARGEST));
    }

    /// Whole seconds, rounded up: a client must not come back too early.
    static long seconds(Duration duration) {
        return Math.ceilDiv(duration.toNanos(), 1_000_000_000L);
    }

    /// The header fields that OpenAI's clients read, for limits on requests and tokens.
    static Headers openAi(List<LimitStatus> standing) {
        var headers = new Headers.Builder();
        for (var measure : List.of(Quota.Measure.REQUESTS, Quota.Measure.TOKENS)) {
            tightest(standing, measure).ifPresent(status -> {
                headers.add("x-ratelimit-limit-" + measure.word(), Long.toString(status.total()));
                headers.add("x-ratelimit-remaining-" + measure.word(), Long.toString(status.remaining()));
                status.reset()
                        .ifPresent(reset -> headers.add("x-ratelimit-reset-" + measure.word(), seconds(reset) + "s"));
            });
        }
        return headers.build();
    }

    private static Optional<LimitStatus> tightest(List<LimitStatus> standing, Quota.Measure measure) {
        return standing.stream()
                .filter(status -> status.limit().quota().measure() == measure)
                .min((one, other) -> Long.compare(one.remaining(), other.remaining()));
    }
}
