package io.sagegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sagegate.audit.Events;
import io.sagegate.audit.chain.ChainedAuditLog;
import io.sagegate.audit.chain.ChainedAuditLog.Heads;
import io.sagegate.audit.ocsf.AuditSource;
import io.sagegate.audit.ocsf.OcsfWriter;
import io.sagegate.cli.console.Exit;
import io.sagegate.limits.MemoryUsageStore;
import io.sagegate.limits.usage.UsageUnavailableException;
import io.sagegate.policy.Limit;
import io.sagegate.policy.Price;
import io.sagegate.policy.Quota;
import io.sagegate.reason.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UsageReportTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Limit BUDGET = new Limit(
            "9 USD per day at 1 USD per call",
            new Quota.Budget(Quota.Measure.NANO_DOLLARS, 9_000_000_000L, Quota.Period.DAY, new Price(1, 0, 0)),
            Limit.Scope.PRINCIPAL,
            0,
            false,
            false);

    @TempDir
    private Path directory;

    @Test
    void theSumIsWhatTheUsageTableChargedToTheLastNanoDollar() throws IOException, UsageUnavailableException {
        var file = directory.resolve("month.log");
        long charged;
        try (var out = Files.newOutputStream(file)) {
            var month = new MadeUpMonth(new MemoryUsageStore(), out);
            month.write(2_000);
            charged = month.charged();
        }
        var run = Cli.run("usage", "report", "--verify", "--format", "json", "--month", "2026-11", file.toString());
        assertThat(run.exit()).isEqualTo(Exit.OK);
        var json = JSON.readTree(run.out());
        var rows = json.path("rows")
                .valueStream()
                .map(row -> new BigDecimal(row.path("usd").asText()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(charged).isPositive();
        assertThat(rows).isEqualByComparingTo(BigDecimal.valueOf(charged, 9));
        assertThat(json.at("/total/usd").asText())
                .isEqualTo(rows.stripTrailingZeros().toPlainString());
        assertThat(json.at("/total/calls").asLong()).isEqualTo(2_000);
        assertThat(json.at("/record/intact").asBoolean()).isTrue();
        assertThat(run.err()).contains("The report rests on an intact record");
    }

    /// Two granted calls of alice's, one of them charged 1.5 USD and a nano-dollar, and one that was refused.
    private Path log() {
        return log(audit -> {
            audit.write(Events.attempt("one"));
            audit.write(Events.limited(
                    Events.completion("one", Reason.GRANTED),
                    Events.use(BUDGET, 1_500_000_001L, 9_000_000_000L, 1),
                    Events.use(BUDGET, 1_500_000_001L, 9_000_000_000L, 1)));
            audit.write(Events.attempt("two"));
            audit.write(Events.completion("two", Reason.GRANTED));
            audit.write(Events.completion("three", Reason.NOT_GRANTED));
            audit.write(Events.completion("four", Reason.ANSWERED));
        });
    }

    private Path log(Consumer<ChainedAuditLog> writing) {
        var file = directory.resolve("audit.log");
        try (var out = Files.newOutputStream(file)) {
            var writer = new OcsfWriter(new AuditSource("111122223333", "us-east-1", "test"));
            writing.accept(new ChainedAuditLog(out, writer, Heads.NONE, InstantSource.system()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    @Test
    void eachCallCountsOnceAndSeveralBudgetsOfOneCallAreOneCost() {
        var run = Cli.run("usage", "report", "--by", "caller,role", "--format", "csv", log().toString());
        assertThat(run.exit()).isEqualTo(Exit.OK);
        assertThat(run.out().lines())
                .containsExactly(
                        "caller,role,calls,refusals,input_tokens,cached_tokens,output_tokens,usd",
                        "okta:sub:alice,clinician,2,0,0,0,0,1.500000001",
                        "okta:sub:alice,,1,1,0,0,0,0");
        assertThat(run.err()).contains("was not verified");
    }

    @Test
    void theCostThatALineStatesGoesBeforeWhatItsLimitsCharged() {
        var file = log(audit -> audit.write(Events.billed(
                Events.limited(Events.completion("one", Reason.GRANTED), Events.use(BUDGET, 7, 9_000_000_000L, 1)),
                618_001,
                Map.of())));
        assertThat(Cli.run("usage", "report", "--format", "csv", file.toString())
                        .out())
                .contains("okta:sub:alice,1,0,0,0,0,0.000618001");
    }

    @Test
    void callsAreSummedUpByTheirTags() {
        var file = log(audit -> {
            audit.write(Events.billed(Events.completion("one", Reason.GRANTED), 5, Map.of("team", "fraud, EU")));
            audit.write(Events.billed(Events.completion("two", Reason.GRANTED), 7, Map.of("team", "fraud, EU")));
            audit.write(Events.completion("three", Reason.NOT_GRANTED));
        });
        assertThat(Cli.run("usage", "report", "--by", "tag:team", "--format", "csv", file.toString())
                        .out()
                        .lines())
                .containsExactly(
                        "tag:team,calls,refusals,input_tokens,cached_tokens,output_tokens,usd",
                        "\"fraud, EU\",2,0,0,0,0,0.000000012",
                        ",1,1,0,0,0,0");
        assertThat(Cli.run("usage", "report", "--format", "focus", file.toString())
                        .out())
                .contains(",\"{\"\"team\"\":\"\"fraud, EU\"\"}\",");
    }

    @Test
    void aLineThatIsDeliveredTwiceIsBilledOnce() {
        var file = log().toString();
        assertThat(Cli.run("usage", "report", "--format", "csv", file, file).out())
                .contains("okta:sub:alice,3,1,0,0,0,1.500000001");
    }

    @Test
    void aChangedRecordIsNamedAndTheExitCodeIsOne() throws IOException {
        var file = log();
        Files.writeString(file, Files.readString(file).replace("\"charged\":1500000001", "\"charged\":1000000001"));
        var run = Cli.run("usage", "report", "--verify", file.toString());
        assertThat(run.exit()).isEqualTo(Exit.NO);
        assertThat(run.out()).contains("audit.log:2: ALTERED", "NOT INTACT, so the report may be wrong");
    }

    @Test
    void aLineWithoutALinkOrOutOfBoundsIsInNoSumAndIsTold() throws IOException {
        var file = log();
        var lines = Files.readAllLines(file);
        var unlinked = lines.get(1).replaceFirst(",\"chain\":.*", "}}");
        var huge = lines.get(3).replace("\"duration\"", "\"message_context\":{\"prompt_tokens\":-1},\"duration\"");
        var twice = lines.get(4).replace("\"time\":", "\"time\":1,\"time\":");
        Files.write(file, List.of(lines.get(0), unlinked, huge, twice));
        var run = Cli.run("usage", "report", "--format", "csv", file.toString());
        assertThat(run.exit()).isEqualTo(Exit.NO);
        assertThat(run.out().lines()).hasSize(1);
        assertThat(run.err()).contains("3 audit lines could not be read and are in no sum");
    }

    @Test
    void onlyCallsOfThePeriodCount() {
        var file = log().toString();
        assertThat(Cli.run("usage", "report", "--month", "2026-11", file).out()).contains("1.500000001");
        assertThat(Cli.run("usage", "report", "--month", "2026-10", file).out()).doesNotContain("alice");
        assertThat(Cli.run("usage", "report", "--until", "2026-11-23T10:15:30.123Z", file)
                        .out())
                .doesNotContain("alice");
        assertThat(Cli.run("usage", "report", "--since", "2026-11-23T10:15:30.123Z", file)
                        .out())
                .contains("alice");
    }

    @Test
    void aCommandLineThatMakesNoSenseIsToldAtOnce() {
        var file = log().toString();
        assertThat(Cli.run("usage", "report", "--by", "caler", file).err()).contains("did you mean \"caller\"?");
        assertThat(Cli.run("usage", "report", "--by", "day,day", file).exit()).isEqualTo(Exit.USAGE);
        assertThat(Cli.run("usage", "report", "--month", "2026-13", file).exit())
                .isEqualTo(Exit.USAGE);
        assertThat(Cli.run("usage", "report", "--month", "2026-11", "--since", "1d", file)
                        .exit())
                .isEqualTo(Exit.USAGE);
        assertThat(Cli.run("usage", "report").exit()).isEqualTo(Exit.USAGE);
    }

    @Test
    void focusHasOneChargeForEachDayCallerAndEndpoint() {
        var run = Cli.run("usage", "report", "--format", "focus", log().toString());
        var lines = run.out().lines().toList();
        assertThat(lines).hasSize(2);
        var head = List.of(lines.getFirst().split(","));
        var cells = List.of(lines.get(1).split(",", -1));
        assertThat(cells).hasSameSizeAs(head);
        assertThat(cells.get(head.indexOf("BilledCost"))).isEqualTo("1.500000001");
        assertThat(cells.get(head.indexOf("ChargePeriodEnd"))).isEqualTo("2026-11-24T00:00:00Z");
        assertThat(cells.get(head.indexOf("BillingPeriodStart"))).isEqualTo("2026-11-01T00:00:00Z");
        assertThat(cells.get(head.indexOf("ResourceId")))
                .isEqualTo("arn:aws:sagemaker:us-east-1:111122223333:endpoint/tumor-xgb");
        assertThat(head.subList(head.indexOf("x_Caller"), head.size())).allMatch(name -> name.startsWith("x_"));
    }

    private Path hostile() throws IOException {
        var file = log();
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("\"uid\":\"alice\"", "\"uid\":\"<img src=x onerror=alert(1)>,\\u202e\"")
                        .replace("\"name\":\"okta\"", "\"name\":\"=cmd\""));
        return file;
    }

    @Test
    void aNameIsNeitherAFormulaNorMarkup() throws IOException {
        var file = hostile();
        assertThat(Cli.run("usage", "report", "--format", "csv", file.toString())
                        .out())
                .contains("\"'=cmd:sub:<img src=x onerror=alert(1)>,\uFFFD\",3,");
        var page = directory.resolve("usage.html");
        assertThat(Cli.run("usage", "report", "--html", page.toString(), file.toString())
                        .exit())
                .isEqualTo(Exit.OK);
        assertThat(Files.readString(page))
                .contains("&lt;img src=x onerror=alert(1)&gt;", "default-src 'none'")
                .doesNotContain("<img", "<script", "http:", "https:");
    }

    @Test
    void limitsThatWereRaisedAreNamedWithTheirReason() throws IOException {
        var file = log();
        var raised = "20 USD per day, raised from 9 USD per day until 2026-12-01T00:00:00Z because launch";
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("\"limit\":\"9 USD per day at 1 USD per call\"", "\"limit\":\"" + raised + "\""));
        assertThat(Cli.run("usage", "report", file.toString()).out()).contains("counted on a raised limit: " + raised);
        var json = JSON.readTree(
                Cli.run("usage", "report", "--format", "json", file.toString()).out());
        assertThat(json.at("/raises/0/limit").asText()).isEqualTo(raised);
        assertThat(json.at("/raises/0/calls").asLong()).isPositive();
        var page = directory.resolve("usage.html");
        Cli.run("usage", "report", "--html", page.toString(), file.toString());
        assertThat(Files.readString(page)).contains("id=\"raises\"", raised);
    }
}
