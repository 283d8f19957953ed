package io.sagegate.aws.events;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sagegate.json.Json;
import io.sagegate.limits.notices.Crossing;
import io.sagegate.limits.notices.Notice;
import io.sagegate.policy.Quota.Measure;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;

/// Writes the detail of a notice's event.
final class NoticeDetail {
    /// Longest name of a caller, in characters, as on the record.
    private static final int NAME = 512;

    private static final int NANO_DIGITS = 9;

    private NoticeDetail() {}

    static String text(Notice notice) {
        var out = new StringWriter();
        try (var json = Json.factory().createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("notice", notice.id());
            json.writeNumberField("threshold", notice.crossing().percent());
            limit(json, notice.crossing());
            amounts(json, notice.crossing());
            window(json, notice.crossing());
            caller(json, notice);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    private static void limit(JsonGenerator json, Crossing crossing) throws IOException {
        var limit = crossing.limit();
        json.writeObjectFieldStart("limit");
        json.writeStringField("text", limit.text());
        json.writeStringField("name", limit.name());
        json.writeStringField("scope", limit.scope().code());
        json.writeStringField("of", limit.ofBinding() ? "binding" : "grant");
        json.writeEndObject();
    }

    private static void amounts(JsonGenerator json, Crossing crossing) throws IOException {
        var measure = crossing.limit().quota().measure();
        json.writeStringField("unit", measure.word());
        json.writeStringField("used", amount(crossing.used(), measure));
        json.writeStringField("total", amount(crossing.total(), measure));
    }

    /// A text, since readers of JSON numbers would round it.
    private static String amount(long amount, Measure measure) {
        var exact = measure == Measure.NANO_DOLLARS
                ? BigDecimal.valueOf(amount, NANO_DIGITS).stripTrailingZeros()
                : BigDecimal.valueOf(amount);
        return exact.toPlainString();
    }

    private static void window(JsonGenerator json, Crossing crossing) throws IOException {
        json.writeObjectFieldStart("window");
        json.writeStringField("begins", crossing.window().begins().toString());
        json.writeStringField("ends", crossing.window().ends().toString());
        json.writeEndObject();
    }

    private static void caller(JsonGenerator json, Notice notice) throws IOException {
        var occasion = notice.occasion();
        json.writeObjectFieldStart("caller");
        json.writeStringField("kind", occasion.caller().kind());
        json.writeStringField("issuer", bounded(occasion.caller().issuer()));
        json.writeStringField("subject", bounded(occasion.caller().subject()));
        json.writeEndObject();
        json.writeStringField("role", occasion.role());
        json.writeStringField("grant", occasion.grant());
        json.writeStringField("endpoint", occasion.endpoint());
        json.writeStringField("request", bounded(occasion.request()));
    }

    private static String bounded(String text) {
        return text.substring(0, Math.min(text.length(), NAME));
    }
}
