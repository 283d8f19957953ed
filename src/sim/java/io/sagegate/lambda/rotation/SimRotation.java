package io.sagegate.lambda.rotation;

import java.util.Map;

/// The rotation function as [RotationHandler] builds it, for the simulation.
public final class SimRotation {
    private final KeyRotation rotation;

    public SimRotation(Map<String, String> environment) {
        this.rotation = RotationHandler.composed(RotationSettings.of(environment));
    }

    public void step(String step, String secret, String version) {
        rotation.step(step, secret, version);
    }
}
