package io.sagegate.cli.doctor;

import io.sagegate.aws.dynamodb.policy.DynamoDbKeyRegistry;
import io.sagegate.cli.deployed.Look;
import io.sagegate.cli.policy.document.CompiledPolicy;
import io.sagegate.cli.report.Harm;
import io.sagegate.cli.report.Observation;
import io.sagegate.identity.StoredKey;
import io.sagegate.keys.KeyService;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// API keys that should work no more, or that open nothing.
record Keys(InstantSource clock) implements Check {
    @Override
    public List<Observation> look(Patient patient) {
        var now = clock.instant();
        return patient.keys().observe(Harm.IDENTITY, all -> {
            var active = all.stream().filter(key -> key.isActive(now)).toList();
            var found = new ArrayList<>(outlived(patient, active, now));
            found.addAll(patient.policy().observe(Harm.IDENTITY, policy -> unbound(patient, active, policy)));
            return found;
        });
    }

    /// The keys that a table holds.
    static Look<List<StoredKey>> in(DynamoDbClient client, String table) {
        return Look.at(
                "the keys in " + table,
                "dynamodb:Scan",
                () -> new KeyService(new DynamoDbKeyRegistry(client, table), InstantSource.system(), new SecureRandom())
                        .list(Optional.empty()));
    }

    private static List<Observation> unbound(Patient patient, List<StoredKey> keys, CompiledPolicy policy) {
        return keys.stream()
                .filter(key -> policy.bindings().stream()
                        .noneMatch(binding -> binding.member().equals("key:" + key.client())))
                .map(key -> Observation.open(
                        Harm.IDENTITY,
                        "key-unbound:" + key.id(),
                        "the key " + key.id() + " works, and no binding names its client " + key.client(),
                        "bindings of the policy",
                        "sagegate key revoke " + key.id() + " " + patient.tableWords()))
                .toList();
    }

    /// The newest of a client's keys is meant; those before it go on for the overlap.
    private static List<Observation> outlived(Patient patient, List<StoredKey> keys, Instant now) {
        var overlap = Duration.ofSeconds(seconds(patient.stack().parameter("KeyOverlapSeconds"), 900));
        var found = new ArrayList<Observation>();
        keys.stream().collect(Collectors.groupingBy(StoredKey::client)).forEach((client, of) -> {
            var newest =
                    of.stream().max(Comparator.comparing(StoredKey::created)).orElseThrow();
            for (var key : of) {
                if (!key.id().equals(newest.id())
                        && now.isAfter(newest.created().plus(overlap))) {
                    found.add(Observation.open(
                            Harm.IDENTITY,
                            "key-outlived:" + key.id(),
                            "the key " + key.id() + " of " + client + " works, long after " + newest.id()
                                    + " took its place",
                            "the overlap is " + overlap.toSeconds() + " s (KeyOverlapSeconds)",
                            "sagegate key revoke " + key.id() + " " + patient.tableWords()));
                }
            }
        });
        return found;
    }

    private static long seconds(String text, long whenAbsent) {
        return text.matches("[0-9]{1,9}") ? Long.parseLong(text) : whenAbsent;
    }
}
