package io.sagegate.cli.usage;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sagegate.cli.audit.RecordCheck;
import io.sagegate.cli.console.Console;
import io.sagegate.json.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/// A report as one JSON object. Dollars are texts, since readers of JSON numbers would round them.
final class JsonReport implements Format.Writing {
    @Override
    public void write(Report report, Console console) {
        var out = new StringWriter();
        try (var json = Json.factory().createGenerator(out)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            if (!report.period().isAll()) {
                json.writeStringField("from", report.period().from().toString());
                json.writeStringField("until", report.period().until().toString());
            }
            json.writeArrayFieldStart("rows");
            for (var row : report.groups().rows()) {
                json.writeStartObject();
                for (var i = 0; i < row.key().size(); i++) {
                    json.writeStringField(
                            report.groups().by().get(i).name(), row.key().get(i));
                }
                totals(json, row.totals());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeObjectFieldStart("total");
            totals(json, report.groups().total());
            json.writeEndObject();
            raises(json, report);
            record(json, report);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        console.line(out.toString());
    }

    private static void totals(JsonGenerator json, Totals totals) throws IOException {
        json.writeNumberField("calls", totals.calls());
        json.writeNumberField("refusals", totals.refusals());
        json.writeNumberField("input_tokens", totals.input());
        json.writeNumberField("cached_tokens", totals.cached());
        json.writeNumberField("output_tokens", totals.output());
        json.writeStringField("usd", totals.dollars());
    }

    private static void raises(JsonGenerator json, Report report) throws IOException {
        json.writeArrayFieldStart("raises");
        for (var raise : report.raises().calls().entrySet()) {
            json.writeStartObject();
            json.writeStringField("limit", raise.getKey());
            json.writeNumberField("calls", raise.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void record(JsonGenerator json, Report report) throws IOException {
        json.writeObjectFieldStart("record");
        json.writeBooleanField("verified", report.check().isPresent());
        json.writeNumberField("unread_lines", report.unread());
        if (report.check().isPresent()) {
            var check = report.check().get();
            json.writeBooleanField("intact", check.isIntact());
            json.writeNumberField("lines", check.lines());
            json.writeNumberField("chains", check.chains());
            json.writeNumberField("calls_without_completion", check.open());
            json.writeArrayFieldStart("findings");
            for (var finding : check.counting()) {
                json.writeString(RecordCheck.text(finding));
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }
}
