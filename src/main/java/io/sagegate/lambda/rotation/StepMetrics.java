package io.sagegate.lambda.rotation;

import java.util.Set;
import software.amazon.cloudwatchlogs.emf.config.EnvironmentConfigurationProvider;
import software.amazon.cloudwatchlogs.emf.environment.Environments;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.MetricsFactory;
import software.amazon.lambda.powertools.metrics.model.DimensionSet;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/// Counts the rotation's steps through Powertools: `RotationSteps`, and `RotationFailures` for those that failed.
/// Nobody waits for a rotation, so the cost of Powertools does not matter here.
final class StepMetrics {
    private static final String NAMESPACE = "Sagegate";
    private static final Set<String> STEPS = Set.of("createSecret", "setSecret", "testSecret", "finishSecret");
    private static final Metrics METRICS = metrics();

    private StepMetrics() {}

    private static Metrics metrics() {
        // Outside Lambda the EMF library would send metrics to an agent over TCP.
        EnvironmentConfigurationProvider.getConfig().setEnvironmentOverride(Environments.Lambda);
        var metrics = MetricsFactory.getMetricsInstance();
        metrics.setNamespace(NAMESPACE);
        return metrics;
    }

    /// Runs a step and counts its result. An exception of the step is passed on.
    static void counting(String step, Runnable work) {
        var done = false;
        try {
            work.run();
            done = true;
        } finally {
            // The event names the step, so only the four known names become dimensions.
            METRICS.setDefaultDimensions(DimensionSet.of("Step", STEPS.contains(step) ? step : "unknown"));
            METRICS.addMetric("RotationSteps", 1, MetricUnit.COUNT);
            METRICS.addMetric("RotationFailures", done ? 0 : 1, MetricUnit.COUNT);
            METRICS.flush();
        }
    }
}
