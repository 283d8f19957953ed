package io.sagegate.cli.doctor;

import io.sagegate.cli.deployed.LogFacts;
import io.sagegate.cli.deployed.TableFacts;
import io.sagegate.cli.report.Harm;
import io.sagegate.cli.report.Observation;
import io.sagegate.cli.report.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Whether policy, counts and record can be lost, or lie under another key than the stack says.
final class Tables implements Check {
    @Override
    public List<Observation> look(Patient patient) {
        var found = new ArrayList<Observation>();
        Stream.of("PolicyTable", "UsageTable")
                .flatMap(logical -> patient.stack().physical(logical).stream())
                .forEach(name ->
                        found.addAll(patient.deployed().table(name).observe(Harm.STATE, facts -> of(patient, facts))));
        patient.stack()
                .physical("GatewayLogGroup")
                .ifPresent(name -> found.addAll(
                        patient.deployed().logGroup(name).observe(Harm.RECORD, facts -> of(patient, facts))));
        return found;
    }

    private static List<Observation> of(Patient patient, TableFacts facts) {
        var table = " --table-name " + Shell.word(facts.name());
        var found = new ArrayList<Observation>();
        if (!facts.protectedFromDeletion()) {
            var byParameter =
                    !patient.stack().parameter("TableDeletionProtection").equals("true");
            found.add(Observation.open(
                    Harm.STATE,
                    "deletion-protection:" + facts.name(),
                    "the table " + facts.name() + " can be deleted by one call",
                    byParameter ? "TableDeletionProtection is false" : "it was switched off beside the stack",
                    byParameter
                            ? patient.redeploy("TableDeletionProtection", "true")
                            : "aws dynamodb update-table" + table + " --deletion-protection-enabled"));
        }
        if (!facts.recoverable()) {
            found.add(Observation.open(
                    Harm.STATE,
                    "recovery:" + facts.name(),
                    "the table " + facts.name() + " cannot be brought back to an earlier moment",
                    "point-in-time recovery is off, beside the stack",
                    "aws dynamodb update-continuous-backups" + table
                            + " --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true"));
        }
        if (!facts.forgets()) {
            found.add(Observation.open(
                    Harm.OPERATION,
                    "time-to-live:" + facts.name(),
                    "the table " + facts.name() + " grows for ever",
                    "time to live is off, beside the stack",
                    "aws dynamodb update-time-to-live" + table
                            + " --time-to-live-specification Enabled=true,AttributeName="
                            + (patient.stack().physical("PolicyTable").equals(Optional.of(facts.name()))
                                    ? "forgetAfter"
                                    : "expires")));
        }
        key(patient, "the table " + facts.name(), facts.name(), facts.key()).ifPresent(found::add);
        return found;
    }

    private static List<Observation> of(Patient patient, LogFacts facts) {
        var found = new ArrayList<Observation>();
        var wanted = patient.stack().parameter("LogRetentionDays");
        var kept = facts.retentionDays();
        if (wanted.matches("[0-9]{1,5}") && kept.isPresent() && kept.get() < Integer.parseInt(wanted)) {
            found.add(Observation.open(
                    Harm.RECORD,
                    "retention:" + facts.name(),
                    "the record is kept for " + kept.get() + " days, not " + wanted,
                    "the log group " + facts.name() + " was changed beside the stack",
                    "aws logs put-retention-policy --log-group-name " + Shell.word(facts.name())
                            + " --retention-in-days " + wanted));
        }
        key(patient, "the log group " + facts.name(), facts.name(), facts.key()).ifPresent(found::add);
        return found;
    }

    private static Optional<Observation> key(Patient patient, String what, String name, Optional<String> key) {
        var wanted = patient.stack().parameter("KmsKeyArn");
        if (wanted.isEmpty() || key.filter(wanted::equals).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(Observation.open(
                Harm.RECORD,
                "kms:" + name,
                what + " lies under " + key.orElse("a key of AWS's") + ", not under your own",
                "KmsKeyArn is " + wanted,
                patient.redeploy("KmsKeyArn", wanted)));
    }
}
