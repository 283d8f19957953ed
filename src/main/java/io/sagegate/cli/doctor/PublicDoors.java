package io.sagegate.cli.doctor;

import io.sagegate.cli.report.Harm;
import io.sagegate.cli.report.Observation;
import java.util.ArrayList;
import java.util.List;

/// Doors that are open to everybody while nothing behind them could tell one caller from another.
final class PublicDoors implements Check {
    @Override
    public List<Observation> look(Patient patient) {
        return patient.policy().observe(Harm.OPEN_DOOR, policy -> {
            var checked = !policy.issuers().isEmpty()
                    || policy.bindings().stream()
                            .anyMatch(binding -> binding.member().startsWith("key:"));
            return checked ? List.of() : open(patient);
        });
    }

    private static List<Observation> open(Patient patient) {
        var found = new ArrayList<Observation>();
        for (var parameter : List.of("FunctionUrlAuth", "HttpApiAuth")) {
            var isThere = parameter.equals("HttpApiAuth")
                    || !patient.stack().parameter("FunctionUrls").equals("false");
            if (isThere && patient.stack().parameter(parameter).equals("NONE")) {
                found.add(Observation.open(
                        Harm.OPEN_DOOR,
                        "public-door:" + parameter,
                        "everybody may knock, and the policy has no issuer and no key that could let anybody in",
                        parameter + " is NONE",
                        patient.redeploy(parameter, "AWS_IAM")));
            }
        }
        return found;
    }
}
