package io.sagegate.cli.audit;

import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.PlaceOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClientBuilder;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;

/// Reads the audit lines of a CloudWatch log group.
public final class LogGroup implements AutoCloseable {
    private static final String AUDIT_LINES = "{ $.class_uid = 6003 }";

    /// Attempts for one page: with the pauses below two minutes of throttling, after which somebody should look.
    private static final int ATTEMPTS = 12;

    /// Longest pause between two attempts, in seconds; the service's quota is a few calls per second.
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    /// Longest silence of a connection, in seconds: a page takes one or two.
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private final String name;
    private final CloudWatchLogsClient client;

    private LogGroup(String name, CloudWatchLogsClient client) {
        this.name = name;
        this.client = client;
    }

    static LogGroup of(String name, PlaceOptions place) throws CommandFailedException {
        return new LogGroup(name, patient(place.configured(CloudWatchLogsClient.builder()), FIRST_PAUSE));
    }

    /// Reads with the client that this builder makes.
    ///
    /// @param pause before a page is asked for again, growing from there
    public static LogGroup of(String name, CloudWatchLogsClientBuilder client, Duration pause) {
        return new LogGroup(name, patient(client, pause));
    }

    /// A reading of many pages must not end because one was throttled or its connection stalled.
    private static CloudWatchLogsClient patient(CloudWatchLogsClientBuilder builder, Duration pause) {
        var retries = AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(ATTEMPTS)
                .circuitBreakerEnabled(false)
                .backoffStrategy(BackoffStrategy.exponentialDelay(pause, LONGEST_PAUSE))
                .throttlingBackoffStrategy(BackoffStrategy.exponentialDelay(pause, LONGEST_PAUSE))
                .build();
        return builder.httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(SILENCE))
                .overrideConfiguration(config -> config.retryStrategy(retries))
                .build();
    }

    /// Events in the service's order, with the ids that tell one from another.
    public record Page(List<String> ids, List<String> messages) {
        private static Page of(FilterLogEventsResponse answer) {
            return new Page(
                    answer.events().stream().map(FilteredLogEvent::eventId).toList(),
                    answer.events().stream()
                            .map(event -> event.message().stripTrailing())
                            .toList());
        }
    }

    /// Pages from the instant on; the next page is asked for when it is wanted.
    public Iterator<Page> pages(Instant from) {
        return client
                .filterLogEventsPaginator(
                        ask -> ask.logGroupName(name).filterPattern(AUDIT_LINES).startTime(from.toEpochMilli()))
                .stream()
                .map(Page::of)
                .iterator();
    }

    @Override
    public void close() {
        client.close();
    }
}
