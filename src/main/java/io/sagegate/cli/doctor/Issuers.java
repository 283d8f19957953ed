package io.sagegate.cli.doctor;

import io.sagegate.cli.report.Harm;
import io.sagegate.cli.report.Observation;
import io.sagegate.identity.TrustedIssuer;
import io.sagegate.identity.jwks.IssuerCheck;
import java.util.ArrayList;
import java.util.List;

/// Whether each issuer's keys can be fetched from here, and are strong enough.
final class Issuers implements Check {
    @Override
    public List<Observation> look(Patient patient) {
        return patient.policy().observe(Harm.IDENTITY, policy -> {
            var check = new IssuerCheck(new HttpFetcher(), patient.local());
            var found = new ArrayList<Observation>();
            policy.issuers().forEach(issuer -> found.addAll(of(issuer, check.of(issuer))));
            return found;
        });
    }

    private static List<Observation> of(TrustedIssuer issuer, IssuerCheck.Result result) {
        return switch (result) {
            case IssuerCheck.Result.Unreachable(var why) ->
                List.of(
                        Observation.open(
                                Harm.IDENTITY,
                                "issuer-unreachable:" + issuer.name(),
                                "the keys of the issuer " + issuer.name()
                                        + " cannot be fetched from here, so its callers get 503",
                                issuer.issuer() + ": " + why,
                                "make the issuer's address reachable, or correct `issuer` or `jwksUri` in the policy and apply it"));
            case IssuerCheck.Result.Fetched(var usable, var refused) -> {
                var found = new ArrayList<Observation>();
                if (refused > 0) {
                    found.add(Observation.open(
                            Harm.IDENTITY,
                            "issuer-weak-keys:" + issuer.name(),
                            refused + " keys of the issuer " + issuer.name()
                                    + " are too weak or of no use, and are refused",
                            issuer.issuer() + " publishes them",
                            "let the issuer replace them by RSA keys of 2,048 bits or more, or by EC keys"));
                }
                if (usable.stream().noneMatch(issuer.algorithms()::contains)) {
                    found.add(Observation.open(
                            Harm.IDENTITY,
                            "issuer-no-key:" + issuer.name(),
                            "no key of the issuer " + issuer.name() + " fits an algorithm that the policy accepts",
                            "algorithms: "
                                    + issuer.algorithms().stream().sorted().toList(),
                            "correct `algorithms` of the issuer in the policy and apply it"));
                }
                yield found;
            }
        };
    }
}
