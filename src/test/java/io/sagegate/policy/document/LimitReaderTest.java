package io.sagegate.policy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sagegate.policy.Limit;
import io.sagegate.policy.Limit.Scope;
import io.sagegate.policy.Price;
import io.sagegate.policy.Quota;
import io.sagegate.policy.Quota.Budget;
import io.sagegate.policy.Quota.Concurrency;
import io.sagegate.policy.Quota.Measure;
import io.sagegate.policy.Quota.Period;
import io.sagegate.policy.Quota.Rate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LimitReaderTest {
    private static List<Limit> read(Object... limits) throws PolicySyntaxException {
        return LimitReader.ofGrant(new PolicyNode(Arrays.asList(limits), "roles.r[0].limits"));
    }

    private static Quota quota(String text) throws PolicySyntaxException {
        return read(text).getFirst().quota();
    }

    @Test
    void timeHasAPrice() throws PolicySyntaxException {
        var price = ((Budget) quota("5 USD per day at 0.002 USD per second and 0.01 USD per call")).price();
        assertThat(price).isEqualTo(new Price(10_000_000, 0, 0, 0, 2_000_000));
        assertThat(price.ofMillis(1)).isEqualTo(2_000);
        assertThat(new Price(0, 0, 0, 0, 1).ofMillis(1)).as("rounded up").isEqualTo(1);
        assertThat(price.ofMillis(900_000)).isEqualTo(1_800_000_000L);
        assertThatThrownBy(() -> quota("5 USD per day at 101 USD per second"))
                .hasMessageContaining("100 USD per second");
    }

    @Test
    void aRateIsANumberOfSomethingPerPeriod() throws PolicySyntaxException {
        assertThat(quota("100 requests per minute")).isEqualTo(new Rate(Measure.REQUESTS, 100, Period.MINUTE, 100));
        assertThat(quota("1 request per second, burst 20")).isEqualTo(new Rate(Measure.REQUESTS, 1, Period.SECOND, 20));
        assertThat(quota("50,000 tokens per hour")).isEqualTo(new Rate(Measure.TOKENS, 50_000, Period.HOUR, 50_000));
        assertThat(quota("1.5 MB per day")).isEqualTo(new Rate(Measure.KILOBYTES, 1_500, Period.DAY, 1_500));
    }

    @Test
    void aBudgetHasPricesThatAddUp() throws PolicySyntaxException {
        assertThat(quota("5 USD per day at 0.01 USD per call"))
                .isEqualTo(new Budget(Measure.NANO_DOLLARS, 5_000_000_000L, Period.DAY, new Price(10_000_000, 0, 0)));
        assertThat(quota("20 USD per month at 0.50 USD per 1000 input tokens and 1.50 USD per 1000 output tokens"))
                .isEqualTo(new Budget(
                        Measure.NANO_DOLLARS, 20_000_000_000L, Period.MONTH, new Price(0, 500_000_000, 1_500_000_000)));
        assertThat(((Budget) quota("1 USD per hour at 3 USD per 1,000,000 tokens and 0.001 USD per call")).price())
                .isEqualTo(new Price(1_000_000, 3_000_000, 3_000_000));
    }

    @Test
    void aPriceIsRoundedUpToABillionth() {
        assertThat(new Price(0, 1, 0).of(1, 0)).isEqualTo(1);
        assertThat(new Price(5, 1_000, 2_000).of(3, 4)).isEqualTo(5 + 3 + 8);
    }

    @Test
    void whatIsPerMonthIsOfTheCalendar() throws PolicySyntaxException {
        assertThat(quota("1000 requests per month"))
                .isEqualTo(new Budget(Measure.REQUESTS, 1_000, Period.MONTH, Price.NONE));
    }

    @Test
    void concurrencyIsANumberOfCalls() throws PolicySyntaxException {
        assertThat(quota("2 concurrent")).isEqualTo(new Concurrency(2));
    }

    @Test
    void membersSayWhoSharesItAndWhatAFailureMeans() throws PolicySyntaxException {
        var plain = read("2 concurrent").getFirst();
        assertThat(plain.scope()).isEqualTo(Scope.PRINCIPAL);
        assertThat(plain.admitsUncounted()).isFalse();
        var shared = read(Map.of("limit", "2 concurrent", "scope", "endpoint", "onUsageFailure", "allow"))
                .getFirst();
        assertThat(shared.scope()).isEqualTo(Scope.ENDPOINT);
        assertThat(shared.admitsUncounted()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "requests per minute | is not a number",
                "-5 requests per minute | is not a number",
                "1e9 requests per minute | is not a number",
                "100 | expected what is counted",
                "100 calls per minute | cannot count \"calls\"",
                "100 requests | expected \"per\"",
                "100 requests a minute | expected \"per\" instead of \"a\"",
                "100 requests per fortnight | is not a period",
                "0 requests per minute | out of range",
                "0.5 requests per minute | finer than can be counted",
                "100 requests per minute please | did not expect \"please\"",
                "100 requests per minute, bust 5 | unknown option \"bust\"",
                "100 requests per minute, burst 5, burst 6 | given twice",
                "100 requests per minute, burst 0 | out of range",
                "1 request per day, burst 100 | days to come back",
                "2 concurrent, burst 5 | burst is for rates",
                "100 requests per minute, reserve 5 | reserve is for",
                "2000 concurrent | at most 1000",
                "5 USD per minute at 1 USD per call | a budget is per hour, day or month",
                "5 USD per day at 1 EUR per call | expected \"USD\"",
                "5 USD per day at 1 USD per 1000 bytes | a price is per call",
                "5 USD per day at 1 USD per 1000 cached bytes | expected \"tokens\"",
                "5 USD per day at 101 USD per 1000 tokens | 100 USD",
                "5 USD per day at 60 USD per 1000 tokens and 60 USD per 1000 input tokens | 100 USD",
                "5 USD per day at 600000 USD per call and 600000 USD per call | 1,000,000 USD",
                "0.0000000001 USD per day at 1 USD per call | finer than can be counted",
                "9000000 GB per second | per second cannot be counted",
            })
    void anErrorSaysWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> read(text)).isInstanceOfSatisfying(PolicySyntaxException.class, e -> {
            assertThat(e.path()).isEqualTo("roles.r[0].limits[0]");
            assertThat(e.getMessage()).contains(message);
        });
    }

    @Test
    void twoLimitsOnOneCounterAreRefused() {
        assertThatThrownBy(() -> read("100 requests per minute", "20 requests per minute"))
                .hasMessageContaining("already");
    }

    @Test
    void theSameKindMayBeSharedAndOnesOwn() throws PolicySyntaxException {
        assertThat(read("100 requests per minute", Map.of("limit", "500 requests per minute", "scope", "role")))
                .hasSize(2);
    }

    @Test
    void unknownMembersAndWordsAreRefused() {
        assertThatThrownBy(() -> read(Map.of("limit", "2 concurrent", "scop", "role")))
                .hasMessageContaining("scop");
        assertThatThrownBy(() -> read(Map.of("limit", "2 concurrent", "scope", "team")))
                .hasMessageContaining("expected one of endpoint, principal, role");
        assertThatThrownBy(() -> read(Map.of("limit", "2 concurrent", "onUsageFailure", "ignore")))
                .hasMessageContaining("allow or deny");
    }

    @Test
    void aBindingsLimitIsNeverSharedByAnEndpoint() throws PolicySyntaxException {
        var shared = List.of(Map.of("limit", "2 concurrent", "scope", "endpoint"));
        assertThatThrownBy(() -> LimitReader.ofBinding(new PolicyNode(shared, "bindings[0].limits")))
                .hasMessageContaining("expected one of principal, role");
        var own = new PolicyNode(List.of("2 concurrent"), "bindings[0].limits");
        assertThat(LimitReader.ofBinding(own).getFirst().ofBinding()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1000 concurrent | 1001 concurrent",
                "1000000 requests per second | 1000001 requests per second",
                "60000000 requests per minute | 60000001 requests per minute",
                "1 request per day, burst 31 | 1 request per day, burst 32",
                "1 USD per day at 100 USD per 1000 tokens | 1 USD per day at 100.000000001 USD per 1000 tokens",
                "1000000000000000 tokens per month | 1000000000000001 tokens per month",
                "00000000000000000001 requests per day | 000000000000000000001 requests per day",
                "5 USD per day at 1 USD per call, reserve 7 | 5 USD per day at 1 USD per call, burst 7"
            })
    void everyBoundIsExact(String inside, String outside) throws PolicySyntaxException {
        assertThat(read(inside)).hasSize(1);
        assertThatThrownBy(() -> read(outside)).isInstanceOf(PolicySyntaxException.class);
    }

    @Test
    void aReserveIsTheOneThatIsWritten() throws PolicySyntaxException {
        assertThat(read("10 tokens per day, reserve 7").getFirst().reserve()).isEqualTo(7);
        assertThat(read("10 tokens per day").getFirst().reserve()).isEqualTo(1_000);
    }

    @Test
    void pricesOfInputAndOutputAddUpApart() throws PolicySyntaxException {
        var text = "1 USD per day at 1 USD per 1000 input tokens and 2 USD per 1000 input tokens"
                + " and 4 USD per 1000 output tokens";
        assertThat(((Budget) quota(text)).price()).isEqualTo(new Price(0, 3_000_000_000L, 4_000_000_000L));
    }

    @Test
    void cachedTokensCostWhatInputCostsUnlessTheyHaveAPriceOfTheirOwn() throws PolicySyntaxException {
        var text = "5 USD per day at 1 USD per 1000 input tokens and 0.10 USD per 1000 cached tokens";
        var price = ((Budget) quota(text)).price();
        assertThat(price).isEqualTo(new Price(0, 1_000_000_000L, 100_000_000L, 0));
        assertThat(price.of(4_000, 3_900, 0)).isEqualTo(100_000_000L + 390_000_000L);
        assertThat(price.of(4_000, 0)).isEqualTo(4_000_000_000L);
        var plain = ((Budget) quota("5 USD per day at 1 USD per 1000 input tokens")).price();
        assertThat(plain.of(4_000, 3_900, 0)).isEqualTo(4_000_000_000L);
        assertThatThrownBy(() -> quota("5 USD per day at 1 USD per call and 1 USD per 1000 cached tokens"))
                .hasMessageContaining("cannot cost more than input tokens");
    }

    @Test
    void usageThatCannotBeCountedDeniesUnlessTheLimitSaysOtherwise() throws PolicySyntaxException {
        assertThat(read("1 request per day").getFirst().admitsUncounted()).isFalse();
        for (var choice : List.of("allow", "deny")) {
            var limit = read(Map.of("limit", "1 request per day", "onUsageFailure", choice))
                    .getFirst();
            assertThat(limit.admitsUncounted()).isEqualTo(choice.equals("allow"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "100 req/min | 100 requests per minute",
                "100 requests/m | 100 requests per minute",
                "100 rps | 100 requests per second",
                "100rps | 100 requests per second",
                "60 RPM | 60 requests per minute",
                "50k tokens an hour | 50000 tokens per hour",
                "50_000 tok/h | 50000 tokens per hour",
                "100 requests per minute burst 20 | 100 requests per minute, burst 20",
                "100 requests per minute (burst 20) | 100 requests per minute, burst 20",
                "50000 tokens per hour; reserve=500 | 50000 tokens per hour, reserve 500",
                "$5 / day | 5 USD per day at 0.50 USD per 1000 tokens",
                "10 mb per minute | 10 MB per minute",
                "2 parallel calls | 2 concurrent"
            })
    void aLimitThatCannotBeReadIsToldTheTextThatCould(String wrong, String right) {
        assertThatThrownBy(() -> LimitReader.ofGrant(new PolicyNode(List.of(wrong), "limits")))
                .hasMessageEndingWith("; did you mean \"" + right + "\"?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"many", "2 cats", "5 per day", "100 requests per fortnight", "-1 rps", "*"})
    void nothingIsGuessedThatCouldNotBeRead(String wrong) {
        assertThatThrownBy(() -> LimitReader.ofGrant(new PolicyNode(List.of(wrong), "limits")))
                .hasMessageNotContaining("did you mean");
    }
}
