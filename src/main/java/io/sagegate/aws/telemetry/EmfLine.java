package io.sagegate.aws.telemetry;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sagegate.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// One line in CloudWatch's Embedded Metric Format: measurements under one set of dimensions. Not thread-safe.
///
/// Source: CloudWatch User Guide, "Specification: Embedded metric format".
final class EmfLine {
    private final String namespace;
    private final Instant time;
    private final List<Dimension> dimensions = new ArrayList<>(3);
    private final List<Metric> metrics = new ArrayList<>(16);

    private record Dimension(String name, String value) {}

    private record Metric(String name, String unit, double value) {}

    EmfLine(String namespace, Instant time) {
        this.namespace = namespace;
        this.time = time;
    }

    EmfLine under(String dimension, String value) {
        dimensions.add(new Dimension(dimension, value));
        return this;
    }

    EmfLine count(String name, long value) {
        return add(name, "Count", (double) value);
    }

    EmfLine millis(String name, double value) {
        return add(name, "Milliseconds", value);
    }

    EmfLine percent(String name, double value) {
        return add(name, "Percent", value);
    }

    private EmfLine add(String name, String unit, double value) {
        metrics.add(new Metric(name, unit, value));
        return this;
    }

    /// The line with its line break.
    byte[] bytes() {
        var out = new ByteArrayOutputStream(1_024);
        try (var json = Json.factory().createGenerator(out)) {
            json.writeStartObject();
            directive(json);
            for (var dimension : dimensions) {
                json.writeStringField(dimension.name(), dimension.value());
            }
            for (var metric : metrics) {
                json.writeFieldName(metric.name());
                number(json, metric.value());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be written to", e);
        }
        out.write('\n');
        return out.toByteArray();
    }

    private void directive(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("_aws");
        json.writeNumberField("Timestamp", time.toEpochMilli());
        json.writeArrayFieldStart("CloudWatchMetrics");
        json.writeStartObject();
        json.writeStringField("Namespace", namespace);
        json.writeArrayFieldStart("Dimensions");
        json.writeStartArray();
        for (var dimension : dimensions) {
            json.writeString(dimension.name());
        }
        json.writeEndArray();
        json.writeEndArray();
        json.writeArrayFieldStart("Metrics");
        for (var metric : metrics) {
            json.writeStartObject();
            json.writeStringField("Name", metric.name());
            json.writeStringField("Unit", metric.unit());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    /// Writes a whole number without a fraction.
    private static void number(JsonGenerator json, double value) throws IOException {
        var whole = (long) value;
        if (whole == value) {
            json.writeNumber(whole);
        } else {
            json.writeNumber(value);
        }
    }
}
