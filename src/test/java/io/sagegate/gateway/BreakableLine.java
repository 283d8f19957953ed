package io.sagegate.gateway;

import io.sagegate.api.Cors;
import io.sagegate.audit.AuditEvent;
import io.sagegate.audit.AuditEvent.Phase;
import io.sagegate.gateway.PortFaults.Port;
import io.sagegate.identity.ApiKeys;
import io.sagegate.identity.Authenticator;
import io.sagegate.identity.KeysUnavailableException;
import io.sagegate.identity.Principal;
import io.sagegate.identity.StoredKey;
import io.sagegate.identity.TokenVerifier;
import io.sagegate.identity.TrustedIssuer;
import io.sagegate.limits.Limiter;
import io.sagegate.limits.MemoryUsageStore;
import io.sagegate.limits.TickingClock;
import io.sagegate.policy.Assignment;
import io.sagegate.policy.ModelRoutes;
import io.sagegate.policy.Policy;
import io.sagegate.policy.PolicyUnavailableException;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The whole line, every port of which may break.
final class BreakableLine {
    final TickingClock clock = new TickingClock(BreakableCalls.NOW);
    final List<AuditEvent> record = new ArrayList<>();
    final BrokenModel model;
    final BrokenUsage usage;
    final PortFaults faults;
    final Gateway gateway;

    BreakableLine(List<Assignment> roles, Map<String, ModelRoutes> models, PortFaults faults) {
        this.faults = faults;
        model = new BrokenModel(faults);
        usage = new BrokenUsage(faults, new MemoryUsageStore());
        gateway = new Gateway(
                new Authenticator(
                        new TokenVerifier((_, _, _) -> issuerKey(), clock),
                        new ApiKeys(_ -> storedKey(), Duration.ofDays(1), clock)),
                () -> policy(new Granted(roles, models)),
                new Limiter(usage, clock),
                Optional.empty(),
                model,
                this::write,
                _ -> faults.call(Port.TELEMETRY, () -> true, List.of()),
                clock,
                1_000_000,
                Cors.of("https://app.example.com"),
                Optional.empty());
    }

    private void write(AuditEvent event) {
        var port = event.phase() == Phase.ATTEMPT ? Port.ATTEMPT : Port.COMPLETION;
        faults.call(port, () -> record.add(event), List.of());
    }

    private Optional<PublicKey> issuerKey() throws KeysUnavailableException {
        return faults.call(
                Port.ISSUER_KEYS,
                () -> Optional.of(BreakableCalls.ISSUER_KEY.getPublic()),
                Optional.of(new KeysUnavailableException(PortFaults.MARKER)),
                List.of(Optional.empty(), Optional.of(BreakableCalls.OTHER_KEY.getPublic())));
    }

    private Optional<StoredKey> storedKey() throws KeysUnavailableException {
        return faults.call(
                Port.API_KEYS,
                () -> Optional.of(BreakableCalls.STORED),
                Optional.of(new KeysUnavailableException(PortFaults.MARKER)),
                List.of(Optional.empty(), Optional.of(BreakableCalls.OTHER_STORED)));
    }

    private Policy policy(Policy policy) throws PolicyUnavailableException {
        return faults.call(
                Port.POLICY, () -> policy, Optional.of(unavailable()), List.of(new Granted(List.of(), Map.of())));
    }

    private static PolicyUnavailableException unavailable() {
        return new PolicyUnavailableException(PortFaults.MARKER, new IllegalStateException(PortFaults.MARKER));
    }

    private final class Granted implements Policy {
        private final List<Assignment> roles;
        private final Map<String, ModelRoutes> models;

        private Granted(List<Assignment> roles, Map<String, ModelRoutes> models) {
            this.roles = roles;
            this.models = models;
        }

        @Override
        public long revision() {
            return 1;
        }

        @Override
        public List<TrustedIssuer> issuers() {
            return List.of(BreakableCalls.ISSUER);
        }

        @Override
        public List<Assignment> rolesOf(Principal principal) throws PolicyUnavailableException {
            return faults.call(Port.ROLES, () -> roles, Optional.of(unavailable()), List.of(List.of()));
        }

        @Override
        public Map<String, ModelRoutes> models() throws PolicyUnavailableException {
            return faults.call(Port.MODELS, () -> models, Optional.of(unavailable()), List.of(Map.of()));
        }
    }
}
