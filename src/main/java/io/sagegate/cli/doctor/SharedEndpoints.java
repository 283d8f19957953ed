package io.sagegate.cli.doctor;

import io.sagegate.cli.deployed.EndpointFacts;
import io.sagegate.cli.report.Harm;
import io.sagegate.cli.report.Observation;
import io.sagegate.cli.report.Shell;
import java.util.ArrayList;
import java.util.List;

/// Endpoints whose own policies let principals of other accounts in.
final class SharedEndpoints implements Check {
    @Override
    public List<Observation> look(Patient patient) {
        return patient.deployed().endpoints().observe(Harm.WAY_AROUND, all -> of(patient, all));
    }

    private static List<Observation> of(Patient patient, List<EndpointFacts> endpoints) {
        var found = new ArrayList<Observation>();
        for (var endpoint : endpoints) {
            if (patient.stack().invocable().stream().anyMatch(arn -> arn.equalsIgnoreCase(endpoint.arn()))) {
                var policy = patient.deployed().endpointPolicy(endpoint.name());
                found.addAll(
                        policy.observe(Harm.WAY_AROUND, text -> text.isEmpty() ? List.of() : List.of(of(endpoint))));
            }
        }
        return found;
    }

    private static Observation of(EndpointFacts endpoint) {
        return Observation.open(
                Harm.WAY_AROUND,
                "endpoint-policy:" + endpoint.arn(),
                "principals of other accounts may reach " + endpoint.name() + " past the gateway",
                "the policy of the endpoint",
                "aws sagemaker delete-endpoint-policy --endpoint-name " + Shell.word(endpoint.name()));
    }
}
