package io.sagegate.cli;

import static io.sagegate.local.control.LocalStackTemplate.allow;
import static io.sagegate.local.control.LocalStackTemplate.trust;
import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.local.control.HeldIdentity;
import io.sagegate.local.world.HostedEndpoint;
import java.net.URI;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/// How many calls inspections of a large account take: bounded by what may invoke, not by what there is.
final class InspectionScaleTest {
    private static final int ROLES = 500;
    private static final int MAY_INVOKE = 50;
    private static final int ENDPOINTS = 100;

    @TempDir
    private Path directory;

    @Test
    void theSimulatorIsAskedOnlyOfThoseWhosePoliciesMayAllowSomething(TestReporter reporter) throws Exception {
        var endpoints = new TreeMap<String, HostedEndpoint>();
        for (var i = 0; i < ENDPOINTS; i++) {
            endpoints.put("endpoint-" + i, HostedEndpoint.of(URI.create("http://127.0.0.1:9")));
        }
        try (var world = new DeployedWorld(directory, endpoints).policy("roles: {}\n")) {
            for (var i = 0; i < ROLES; i++) {
                var action = i < MAY_INVOKE ? "\"sagemaker:*\"" : "\"s3:GetObject\"";
                var role = HeldIdentity.role("role-" + i, trust("\"Service\":\"ec2.amazonaws.com\""))
                        .with("own", allow(action, "\"*\""));
                world.account().identities().put(role.arn(), role);
            }
            var before = world.control().calls();
            var doctor = Cli.run("doctor");
            var asked = world.control().calls() - before;
            assertThat(doctor.out()
                            .lines()
                            .filter(line -> line.contains("role/role-"))
                            .count())
                    .isEqualTo(MAY_INVOKE);
            // Two batches of 50 endpoints for each of them, an endpoint's description and policy each, and the rest.
            assertThat(asked).isLessThan(2 * MAY_INVOKE + 2 * ENDPOINTS + 50);
            var drift = Cli.run("drift");
            assertThat(drift.out()).contains(ENDPOINTS * 2 + " findings");
            reporter.publishEntry("doctor", doctor.err().strip());
            reporter.publishEntry("drift", drift.err().strip());
        }
    }
}
