package io.sagegate.local.world;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/// The settings of [SageMakerFront].
///
/// @param account the account whose endpoints it serves
/// @param region the region a signature must be scoped to
/// @param secretsByAccessKey the keys it knows, whose signatures it verifies
/// @param strangers whether it accepts a well-formed signature of an unknown key
/// @param containerTimeLimit the longest time in which a container answers or begins a stream
/// @param streamTimeLimit the longest time that a stream lasts
/// @param largestRequest most bytes of a request's body
/// @param largestResponse most bytes of a buffered answer
/// @param clock the time that signatures are compared with
public record FrontSettings(
        String account,
        String region,
        Map<String, String> secretsByAccessKey,
        boolean strangers,
        Duration containerTimeLimit,
        Duration streamTimeLimit,
        int largestRequest,
        int largestResponse,
        InstantSource clock) {
    private static final int SIX_MEBIBYTES = 6 * 1024 * 1024;

    public FrontSettings {
        secretsByAccessKey = Map.copyOf(secretsByAccessKey);
    }

    /// SageMaker's own limits (60 s, 8 min for a stream, 6 MiB), account 111122223333, us-east-1, any access key.
    public static FrontSettings defaults() {
        return new FrontSettings(
                "111122223333",
                "us-east-1",
                Map.of(),
                true,
                Duration.ofSeconds(60),
                Duration.ofMinutes(8),
                SIX_MEBIBYTES,
                SIX_MEBIBYTES,
                InstantSource.system());
    }

    /// Returns settings that accept these keys, and no others.
    public FrontSettings withSecrets(Map<String, String> known) {
        return withKeys(known, false);
    }

    /// Returns settings that know these keys, and accept others unverified: a function that runs elsewhere brings
    /// keys of its own.
    public FrontSettings withSecretsAndStrangers(Map<String, String> known) {
        return withKeys(known, true);
    }

    private FrontSettings withKeys(Map<String, String> known, boolean others) {
        return new FrontSettings(
                account,
                region,
                known,
                others,
                containerTimeLimit,
                streamTimeLimit,
                largestRequest,
                largestResponse,
                clock);
    }

    public FrontSettings withTimeLimits(Duration container, Duration stream) {
        return new FrontSettings(
                account,
                region,
                secretsByAccessKey,
                strangers,
                container,
                stream,
                largestRequest,
                largestResponse,
                clock);
    }

    public FrontSettings withClock(InstantSource other) {
        return new FrontSettings(
                account,
                region,
                secretsByAccessKey,
                strangers,
                containerTimeLimit,
                streamTimeLimit,
                largestRequest,
                largestResponse,
                other);
    }

    /// Without the secrets.
    @Override
    public String toString() {
        return "FrontSettings[account=" + account + ", region=" + region + ", accessKeys=" + secretsByAccessKey.keySet()
                + "]";
    }
}
