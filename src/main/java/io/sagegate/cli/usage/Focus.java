package io.sagegate.cli.usage;

import io.sagegate.cli.console.Console;
import io.sagegate.json.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;

/// A report in the columns of FOCUS 1.2, the FinOps Open Cost and Usage Specification: one charge for each day, caller,
/// role, endpoint and model. Columns of our own begin with `x_`, as the specification asks.
final class Focus implements Format.Writing {
    private static final String START = "T00:00:00Z";
    private static final String UNIT = "Requests";
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
    private static final List<String> COLUMNS = List.of(
            "BillingAccountId",
            "BillingAccountName",
            "BillingCurrency",
            "BillingPeriodStart",
            "BillingPeriodEnd",
            "ChargePeriodStart",
            "ChargePeriodEnd",
            "ChargeCategory",
            "ChargeClass",
            "ChargeDescription",
            "ChargeFrequency",
            "BilledCost",
            "EffectiveCost",
            "ContractedCost",
            "ListCost",
            "ConsumedQuantity",
            "ConsumedUnit",
            "PricingQuantity",
            "PricingUnit",
            "ProviderName",
            "PublisherName",
            "InvoiceIssuerName",
            "ServiceCategory",
            "ServiceName",
            "RegionId",
            "ResourceId",
            "ResourceName",
            "ResourceType",
            "SubAccountId",
            "SubAccountName",
            "Tags",
            "x_Caller",
            "x_Role",
            "x_Model",
            "x_Refusals",
            "x_InputTokens",
            "x_CachedTokens",
            "x_OutputTokens");

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
        console.line(Csv.line(COLUMNS));
        report.groups().rows().stream()
                .filter(row -> row.totals().calls() > row.totals().refusals())
                .forEach(row -> console.line(Csv.line(cells(row.key(), row.totals()))));
    }

    private static List<String> cells(List<String> key, Totals totals) {
        if (key.getFirst().startsWith("(")) {
            return cells("", "", "", "", key, totals);
        }
        var day = LocalDate.parse(key.getFirst());
        var month = YearMonth.from(day);
        return cells(
                month.atDay(1) + START,
                month.plusMonths(1).atDay(1) + START,
                day + START,
                day.plusDays(1) + START,
                key,
                totals);
    }

    private static List<String> cells(
            String month, String monthEnd, String day, String dayEnd, List<String> key, Totals totals) {
        var cost = totals.dollars();
        var answered = Long.toString(totals.calls() - totals.refusals());
        var account = key.get(6);
        return List.of(
                account,
                account,
                "USD",
                month,
                monthEnd,
                day,
                dayEnd,
                "Usage",
                "",
                "Calls of " + key.get(3) + " by " + key.get(1),
                "Usage-Based",
                cost,
                cost,
                cost,
                cost,
                answered,
                UNIT,
                answered,
                UNIT,
                "Sagegate",
                "Sagegate",
                "Sagegate",
                "AI and Machine Learning",
                "Sagegate",
                key.get(7),
                key.get(5),
                key.get(3),
                "SageMaker endpoint",
                key.get(2),
                key.get(2),
                key.get(8),
                key.get(1),
                key.get(2),
                key.get(4),
                Long.toString(totals.refusals()),
                Long.toString(totals.input()),
                Long.toString(totals.cached()),
                Long.toString(totals.output()));
    }
}
