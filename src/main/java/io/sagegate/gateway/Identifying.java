package io.sagegate.gateway;

import io.sagegate.audit.StageTiming;
import io.sagegate.gateway.Stage.Asked;
import io.sagegate.gateway.Stage.Informed;
import io.sagegate.gateway.Stage.Known;
import io.sagegate.gateway.Stage.Unidentified;
import io.sagegate.identity.Authentication;
import io.sagegate.identity.Authenticator;
import io.sagegate.identity.Credential;
import io.sagegate.policy.PolicyStore;
import io.sagegate.policy.PolicyUnavailableException;

/// Identifies the caller. The policy is read first, since it names the trusted issuers. Thread-safe.
final class Identifying {
    private final Authenticator authenticator;
    private final PolicyStore policies;

    Identifying(Authenticator authenticator, PolicyStore policies) {
        this.authenticator = authenticator;
        this.policies = policies;
    }

    /// Reads the policy in force.
    Step<Informed> inform(Asked asked) throws PolicyUnavailableException {
        return Step.go(new Informed(asked, asked.received().time(StageTiming.Stage.POLICY, policies::current)));
    }

    /// Checks the one credential of the request.
    Step<Known> authenticate(Informed informed) {
        var received = informed.received();
        var request = received.request();
        var credential = Credential.of(request.headers(), request.iam());
        var authentication = received.time(
                StageTiming.Stage.AUTH,
                () -> authenticator.authenticate(credential, informed.policy().issuers()));
        return switch (authentication) {
            case Authentication.Authenticated(var principal) -> Step.go(new Known(informed, principal));
            case Authentication.Refused(var reason, var evidence, var advice) ->
                Step.stop(new Unidentified(informed, evidence), Refusal.of(reason, advice));
        };
    }
}
