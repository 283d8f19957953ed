package io.sagegate.cli.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.audit.chain.ChainVerifier;
import io.sagegate.cli.audit.AuditRecord;
import io.sagegate.fuzz.FuzzTarget;
import io.sagegate.fuzz.Pieces;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import io.sagegate.json.Members;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Audit lines are summed up within bounds, alike however they come; nothing is given back that was not charged.
public final class CallLogFuzz implements FuzzTarget {
    private static final long MOST = 1_000_000_000_000_000L;

    @Override
    public void accept(byte[] input) throws IOException {
        var calls = calls(input, 2);
        assertThat(calls(input, 1)).isEqualTo(calls);
        new String(input, StandardCharsets.UTF_8).lines().forEach(CallLogFuzz::charges);
    }

    private static List<Object> calls(byte[] input, int choice) throws IOException {
        var found = new ArrayList<>();
        var log = new CallLog(
                call -> {
                    var amounts = call.amounts();
                    assertThat(amounts.input()).isBetween(0L, MOST);
                    assertThat(amounts.cached()).isBetween(0L, MOST);
                    assertThat(amounts.output()).isBetween(0L, MOST);
                    assertThat(amounts.nanoDollars()).isBetween(-MOST * 10, MOST * 10);
                    assertThat(call.time()).isNotNull();
                    assertThat(Dimension.MONTH.value().apply(call)).isNotEmpty();
                    found.add(call);
                },
                Optional.of(new ChainVerifier()));
        log.read("log", Pieces.input(input, choice));
        assertThat(log.unread()).isNotNegative();
        found.add(log.unread());
        return found;
    }

    private static void charges(String line) {
        try {
            var json = Json.readObject(line.getBytes(StandardCharsets.UTF_8), JsonLimits.IDENTITY);
            if (json.get("time") instanceof Long) {
                Charge.of(new AuditRecord(line, new Members(json))).forEach(charge -> {
                    assertThat(charge.amount()).isPositive();
                    assertThat(Charge.said(charge.amount(), charge.measure())).isNotEmpty();
                });
            }
        } catch (JsonException e) {
            // Passed over, like every line that cannot be read.
        }
    }
}
