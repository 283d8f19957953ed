package io.sagegate.cli.doctor;

import io.sagegate.cli.deployed.AlarmFacts;
import io.sagegate.cli.report.Harm;
import io.sagegate.cli.report.Observation;
import io.sagegate.cli.report.Shell;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// Whether somebody is told when something goes wrong.
final class Alarms implements Check {
    @Override
    public List<Observation> look(Patient patient) {
        var names = patient.stack().ofType("AWS::CloudWatch::Alarm");
        return patient.deployed().alarms(names).observe(Harm.OPERATION, alarms -> of(patient, names, alarms));
    }

    private static List<Observation> of(Patient patient, List<String> names, List<AlarmFacts> alarms) {
        var found = new ArrayList<Observation>();
        var missing = new HashSet<>(names);
        alarms.forEach(alarm -> missing.remove(alarm.name()));
        for (var name : missing) {
            found.add(Observation.open(
                    Harm.OPERATION,
                    "alarm-missing:" + name,
                    "the alarm " + name + " is gone",
                    "it was deleted beside the stack",
                    "sam deploy --stack-name " + Shell.word(patient.stack().name())));
        }
        var untold = alarms.stream().filter(alarm -> alarm.told() == 0).count();
        if (untold > 0) {
            found.add(Observation.open(
                    Harm.OPERATION,
                    "alarms-untold",
                    untold + " of " + alarms.size() + " alarms tell nobody",
                    "AlarmTopicArn is "
                            + (patient.stack().parameter("AlarmTopicArn").isEmpty()
                                    ? "empty"
                                    : "set, but they have no action"),
                    patient.redeploy("AlarmTopicArn", topic(patient))));
        }
        for (var alarm : alarms) {
            if (!alarm.enabled()) {
                found.add(Observation.open(
                        Harm.OPERATION,
                        "alarm-disabled:" + alarm.name(),
                        "the alarm " + alarm.name() + " is switched off",
                        "its actions were disabled beside the stack",
                        "aws cloudwatch enable-alarm-actions --alarm-names " + Shell.word(alarm.name())));
            }
        }
        return found;
    }

    private static String topic(Patient patient) {
        return "arn:" + patient.stack().partition() + ":sns:" + patient.stack().region() + ":"
                + patient.stack().account() + ":TOPIC";
    }
}
