package io.sagegate.cli.policy.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.cli.audit.AuditRecord;
import io.sagegate.fuzz.FuzzTarget;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import io.sagegate.json.Members;
import java.nio.charset.StandardCharsets;

/// Decisions that are read off audit lines name a caller and a call, or say why they cannot be put again.
public final class ReplayFuzz implements FuzzTarget {
    @Override
    public void accept(byte[] input) {
        var reading = new RecordReading();
        new String(input, StandardCharsets.UTF_8).lines().forEach(line -> line(reading, line));
    }

    private static void line(RecordReading reading, String line) {
        try {
            var json = Json.readObject(line.getBytes(StandardCharsets.UTF_8), JsonLimits.IDENTITY);
            if (json.get("time") instanceof Long) {
                switch (reading.read(new AuditRecord(line, new Members(json)))) {
                    case RecordReading.Read.Decided(var call) -> {
                        assertThat(call.caller().subject()).hasSizeLessThan(512);
                        assertThat(call.revision()).isNotNegative();
                        assertThat(call.bytes().orElse(0)).isNotNegative();
                        assertThat(Calls.text(call)).contains(call.target().endpoint());
                    }
                    case RecordReading.Read.Untold untold ->
                        assertThat(untold.why()).isNotEmpty();
                    case RecordReading.Read.NotAsked _, RecordReading.Read.Nothing _ -> {}
                }
            }
        } catch (JsonException e) {
            // Passed over, like every line that cannot be read.
        }
    }
}
