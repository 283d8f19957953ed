package io.sagegate.identity;

import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// CPU time of one warm verification by algorithm: signature and claims (every token seen for the first time), and
/// the same token again (found in the cache).
///
/// `mvn -Pbench -Dbench.main=io.sagegate.identity.VerificationCost`; the median of rounds, in microseconds.
public final class VerificationCost {
    private static final int TOKENS = 400;
    private static final int ROUNDS = 15;

    private VerificationCost() {}

    public static void main(String[] args) {
        System.out.printf(Locale.ROOT, "%-10s %18s %18s%n", "algorithm", "without cache us", "with cache us");
        for (var algorithm :
                TrustedIssuer.SUPPORTED_ALGORITHMS.stream().sorted().toList()) {
            measure(algorithm);
        }
        var key = ApiKey.generate(new SecureRandom());
        var now = Instant.now();
        var stored = Optional.of(
                new StoredKey(key.id(), "batch", key.hash(), now, now.plusSeconds(3_600), Optional.empty()));
        var keys = new ApiKeys(_ -> stored, Duration.ofHours(1), InstantSource.system());
        var text = key.reveal();
        print("API key", Double.NaN, perCall(() -> keys.authenticate(text) instanceof Authentication.Authenticated));
    }

    private static void measure(String algorithm) {
        var issuer = TestIssuer.signing(algorithm);
        var trusted = List.of(issuer.trusted());
        var tokens = new ArrayList<String>();
        for (var i = 0; i < TOKENS; i++) {
            tokens.add(issuer.key.sign(TestIssuer.with("jti", "\"" + i + "\"")));
        }
        var rounds = new double[ROUNDS];
        for (var round = 0; round < ROUNDS; round++) {
            // A new verifier has an empty cache; its one fetch of the keys is a look-up in memory here.
            var verifier = new TokenVerifier(issuer.keys(), issuer);
            var begun = cpu();
            for (var token : tokens) {
                check(verifier.verify(token, trusted) instanceof TokenVerifier.Verified);
            }
            rounds[round] = (cpu() - begun) / 1_000.0 / TOKENS;
        }
        Arrays.sort(rounds);
        var one = tokens.getFirst();
        var verifier = issuer.verifier();
        print(
                algorithm,
                rounds[ROUNDS / 2],
                perCall(() -> verifier.verify(one, trusted) instanceof TokenVerifier.Verified));
    }

    private static double perCall(Supplier<Boolean> call) {
        var rounds = new double[ROUNDS];
        for (var round = 0; round < ROUNDS; round++) {
            var begun = cpu();
            for (var i = 0; i < 20_000; i++) {
                check(call.get());
            }
            rounds[round] = (cpu() - begun) / 1_000.0 / 20_000;
        }
        Arrays.sort(rounds);
        return rounds[ROUNDS / 2];
    }

    private static void check(boolean verified) {
        if (!verified) {
            throw new IllegalStateException("a good credential was refused");
        }
    }

    private static void print(String name, double without, double with) {
        var first = Double.isNaN(without) ? "-" : String.format(Locale.ROOT, "%.1f", without);
        System.out.printf(Locale.ROOT, "%-10s %18s %18.2f%n", name, first, with);
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
