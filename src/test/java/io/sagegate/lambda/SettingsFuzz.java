package io.sagegate.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.fuzz.FuzzTarget;
import io.sagegate.kit.LambdaQuota;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Lines like `NAME=value`: they are settings within their bounds, or an explanation.
public final class SettingsFuzz implements FuzzTarget {
    @Override
    public void accept(byte[] input) {
        var environment = new HashMap<>(Map.of("AWS_REGION", "us-east-1", "POLICY_TABLE", "policy"));
        new String(input, StandardCharsets.UTF_8)
                .lines()
                // A daemon's name would be looked up on the network.
                .filter(line -> line.contains("=") && !line.startsWith("AWS_XRAY"))
                .forEach(line ->
                        environment.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
        try {
            var settings = Settings.of(environment);
            assertThat(settings.policyTimeToLive()).isBetween(Duration.ZERO, Duration.ofMinutes(5));
            assertThat(settings.maxRequestBytes()).isBetween(1, LambdaQuota.PAYLOAD_BYTES);
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
