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

    /// Attempts for one page: with the pauses, below two minutes of throttling. After that a person should look.
    private static final int ATTEMPTS = 12;

    /// Seconds of the longest pause between two attempts: the service's quota is a few calls per second.
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    /// Seconds of the longest silence of a connection: a page takes one or two.
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
    /// @param pause the first pause before a page is asked for again; later ones are longer
    public static LogGroup of(String name, CloudWatchLogsClientBuilder client, Duration pause) {
        return new LogGroup(name, patient(client, pause));
    }

    /// Makes a client that tries again: many pages must not be lost because one was throttled or its connection
    /// stalled.
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

    /// A page of events in the service's order, with the ids that tell events apart.
    public record Page(List<String> ids, List<String> messages) {
        private static Page of(FilterLogEventsResponse answer) {
            return new Page(
                    answer.events().stream().map(FilteredLogEvent::eventId).toList(),
                    answer.events().stream()
                            .map(event -> event.message().stripTrailing())
                            .toList());
        }
    }

    /// Reads pages from the instant on. The next page is asked for only when the iterator is asked for it.
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
