package io.sagegate.cli.doctor;

import io.sagegate.Version;
import io.sagegate.cli.deployed.FunctionFacts;
import io.sagegate.cli.report.Harm;
import io.sagegate.cli.report.Observation;
import io.sagegate.cli.report.Shell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Whether the functions run as they should: alias, snapshot, version, and the clock of whoever asks.
final class Running implements Check {
    /// Signatures of AWS's allow five minutes, ends of keys none.
    private static final Duration SKEW = Duration.ofMinutes(1);

    @Override
    public List<Observation> look(Patient patient) {
        var found = new ArrayList<Observation>();
        for (var name : patient.stack().gateways()) {
            found.addAll(patient.deployed().function(name).observe(Harm.OPERATION, facts -> of(patient, facts)));
        }
        version(patient, found);
        found.addAll(patient.deployed().clockAhead().observe(Harm.OPERATION, Running::clock));
        if (patient.stack().status().contains("FAILED")
                || patient.stack().status().contains("ROLLBACK")) {
            found.add(Observation.open(
                    Harm.OPERATION,
                    "stack-status",
                    "the last deployment of the stack did not succeed",
                    "its status is " + patient.stack().status(),
                    "sam deploy --stack-name " + Shell.word(patient.stack().name())));
        }
        return found;
    }

    private static List<Observation> of(Patient patient, FunctionFacts facts) {
        var found = new ArrayList<Observation>();
        var function = " --function-name " + Shell.word(facts.name());
        if (facts.live().isEmpty()) {
            found.add(Observation.open(
                    Harm.OPERATION,
                    "alias:" + facts.name(),
                    "the function " + facts.name() + " has no alias live, so no door leads to it",
                    "the alias was deleted beside the stack",
                    "aws lambda create-alias" + function + " --name live --function-version VERSION"));
        }
        if (!facts.shifting().isEmpty()) {
            found.add(Observation.open(
                    Harm.OPERATION,
                    "alias-shift:" + facts.name(),
                    "calls of " + facts.name() + " still go to version " + String.join(", ", facts.shifting()) + " too",
                    "a deployment was left half done",
                    "aws lambda update-alias" + function + " --name live --function-version "
                            + facts.live().orElse("VERSION") + " --routing-config {}"));
        }
        var isBuffered = patient.stack()
                .physical("GatewayFunction")
                .filter(facts.name()::equals)
                .isPresent();
        if (isBuffered && !facts.snapStart().equals("PublishedVersions")) {
            found.add(Observation.open(
                    Harm.OPERATION,
                    "snapstart:" + facts.name(),
                    "each new environment of " + facts.name() + " starts from scratch, for seconds",
                    "SnapStart is " + facts.snapStart(),
                    patient.redeploy("SnapStart", "PublishedVersions")));
        }
        return found;
    }

    private static void version(Patient patient, List<Observation> found) {
        var deployed = patient.stack().outputs().getOrDefault("GatewayVersion", "older than 0.1.0");
        if (!deployed.equals(Version.CURRENT)) {
            found.add(Observation.open(
                    Harm.OPERATION,
                    "version",
                    "the gateway is " + deployed + " and this command line " + Version.CURRENT,
                    "the stack's output GatewayVersion",
                    "check out the same version, or deploy this one: sam build && sam deploy --stack-name "
                            + Shell.word(patient.stack().name())));
        }
    }

    private static List<Observation> clock(Duration ahead) {
        return ahead.abs().compareTo(SKEW) <= 0
                ? List.of()
                : List.of(Observation.open(
                        Harm.OPERATION,
                        "clock",
                        "this machine's clock is " + ahead.abs().toSeconds() + " s "
                                + (ahead.isNegative() ? "behind" : "ahead of") + " AWS's",
                        "the ends of keys that this machine issues, and every signature, go by it",
                        "set the clock by NTP, such as with: timedatectl set-ntp true"));
    }
}
