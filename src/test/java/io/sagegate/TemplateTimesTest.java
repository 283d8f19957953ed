package io.sagegate;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.aws.dynamodb.DynamoDb;
import io.sagegate.aws.http.CrtFetcher;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The steps before the model do not know the deadline. The least time of a function covers them at their slowest.
final class TemplateTimesTest {
    /// The credentials of the function's role, three attempts of a second each.
    private static final Duration CREDENTIALS = Duration.ofSeconds(3);

    /// The revision, its issuers, members, roles and models.
    private static final int POLICY_READS = 5;

    /// A fetch of an issuer's keys that others began, and the next one: discovery and keys each.
    private static final int ISSUER_FETCHES = 4;

    /// Counting, and then 1.5 seconds that are kept for the record and the answer.
    private static final Duration LIMITS_AND_RECORD = Duration.ofSeconds(3);

    @ParameterizedTest
    @ValueSource(strings = {"TimeoutSeconds", "StreamingTimeoutSeconds"})
    void noFunctionEndsBeforeItsSlowestRefusal(String parameter) throws IOException {
        var least = TemplateFile.at(TemplateFile.read().parameters(), parameter, "MinValue");
        var slowest = CREDENTIALS
                .plus(DynamoDb.CALL.multipliedBy(POLICY_READS))
                .plus(CrtFetcher.TIMEOUT.multipliedBy(ISSUER_FETCHES))
                .plus(LIMITS_AND_RECORD);
        assertThat(Duration.ofSeconds(Long.parseLong(String.valueOf(least)))).isGreaterThanOrEqualTo(slowest);
    }
}
