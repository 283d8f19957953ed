package io.sagegate.cli.usage;

import io.sagegate.cli.console.Console;
import io.sagegate.json.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;

/// A report in the columns of FOCUS 1.2, the FinOps Open Cost and Usage Specification: one charge for each day, caller,
/// role, endpoint and model. Columns of our own begin with `x_`, as the specification asks.
final class Focus implements Format.Writing {
    private static final String START = "T00:00:00Z";
    private static final String UNIT = "Requests";
    private static final String PROVIDER = "Sagegate";
    private static final List<Dimension> BY = List.of(
            Dimension.DAY,
            Dimension.CALLER,
            Dimension.ROLE,
            Dimension.ENDPOINT,
            Dimension.MODEL,
            new Dimension("resource", Call::resource),
            new Dimension("account", Call::account),
            new Dimension("region", Call::region),
            new Dimension("tags", Focus::tags));
    private static final List<Column> COLUMNS = List.of(
            new Column("BillingAccountId", Line::account),
            new Column("BillingAccountName", Line::account),
            new Column("BillingCurrency", _ -> "USD"),
            new Column("BillingPeriodStart", line -> line.month(0)),
            new Column("BillingPeriodEnd", line -> line.month(1)),
            new Column("ChargePeriodStart", line -> line.day(0)),
            new Column("ChargePeriodEnd", line -> line.day(1)),
            new Column("ChargeCategory", _ -> "Usage"),
            new Column("ChargeClass", _ -> ""),
            new Column("ChargeDescription", line -> "Calls of " + line.endpoint() + " by " + line.caller()),
            new Column("ChargeFrequency", _ -> "Usage-Based"),
            new Column("BilledCost", Line::cost),
            new Column("EffectiveCost", Line::cost),
            new Column("ContractedCost", Line::cost),
            new Column("ListCost", Line::cost),
            new Column("ConsumedQuantity", Line::answered),
            new Column("ConsumedUnit", _ -> UNIT),
            new Column("PricingQuantity", Line::answered),
            new Column("PricingUnit", _ -> UNIT),
            new Column("ProviderName", _ -> PROVIDER),
            new Column("PublisherName", _ -> PROVIDER),
            new Column("InvoiceIssuerName", _ -> PROVIDER),
            new Column("ServiceCategory", _ -> "AI and Machine Learning"),
            new Column("ServiceName", _ -> PROVIDER),
            new Column("RegionId", line -> line.key.get(7)),
            new Column("ResourceId", line -> line.key.get(5)),
            new Column("ResourceName", Line::endpoint),
            new Column("ResourceType", _ -> "SageMaker endpoint"),
            new Column("SubAccountId", Line::role),
            new Column("SubAccountName", Line::role),
            new Column("Tags", line -> line.key.get(8)),
            new Column("x_Caller", Line::caller),
            new Column("x_Role", Line::role),
            new Column("x_Model", line -> line.key.get(4)),
            new Column("x_Refusals", line -> Long.toString(line.totals.refusals())),
            new Column("x_InputTokens", line -> Long.toString(line.totals.input())),
            new Column("x_CachedTokens", line -> Long.toString(line.totals.cached())),
            new Column("x_OutputTokens", line -> Long.toString(line.totals.output())));

    private record Column(String name, Function<Line, String> cell) {}

    /// One charge.
    ///
    /// @param key its values of [#BY], in that order
    private record Line(List<String> key, Totals totals) {
        /// The begin of the day, some days later; empty where the day is not known.
        String day(long later) {
            return key.getFirst().startsWith("(") ? "" : date().plusDays(later) + START;
        }

        /// The begin of the month, some months later; empty where the day is not known.
        String month(long later) {
            return key.getFirst().startsWith("(")
                    ? ""
                    : date().withDayOfMonth(1).plusMonths(later) + START;
        }

        private LocalDate date() {
            return LocalDate.parse(key.getFirst());
        }

        String caller() {
            return key.get(1);
        }

        String role() {
            return key.get(2);
        }

        String endpoint() {
            return key.get(3);
        }

        String account() {
            return key.get(6);
        }

        String cost() {
            return totals.dollars();
        }

        String answered() {
            return Long.toString(totals.calls() - totals.refusals());
        }
    }

    /// As a JSON object.
    private static String tags(Call call) {
        if (call.tags().isEmpty()) {
            return "";
        }
        var out = new StringWriter();
        try (var json = Json.factory().createGenerator(out)) {
            json.writeStartObject();
            for (var tag : call.tags().entrySet()) {
                json.writeStringField(tag.getKey(), tag.getValue());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    @Override
    public List<Dimension> by(List<Dimension> asked) {
        return BY;
    }

    /// Calls that were all refused are no charge.
    @Override
    public void write(Report report, Console console) {
        console.line(Csv.line(COLUMNS.stream().map(Column::name).toList()));
        report.groups().rows().stream()
                .filter(row -> row.totals().calls() > row.totals().refusals())
                .map(row -> new Line(row.key(), row.totals()))
                .forEach(line -> console.line(Csv.line(COLUMNS.stream()
                        .map(column -> column.cell().apply(line))
                        .toList())));
    }
}
