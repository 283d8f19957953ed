package io.sagegate.lambda;

import io.sagegate.audit.AuditSource;
import io.sagegate.audit.ChainedAuditLog;
import io.sagegate.audit.OcsfWriter;
import io.sagegate.audit.Telemetry;
import io.sagegate.aws.dynamodb.DynamoDbPolicyStore;
import io.sagegate.aws.dynamodb.DynamoDbUsageStore;
import io.sagegate.aws.http.CrtFetcher;
import io.sagegate.aws.sagemaker.SageMakerInferenceClient;
import io.sagegate.aws.sts.AssumedRoles;
import io.sagegate.aws.telemetry.EmfMetrics;
import io.sagegate.aws.telemetry.TelemetryFanout;
import io.sagegate.aws.telemetry.XRayTelemetry;
import io.sagegate.gateway.Gateway;
import io.sagegate.identity.Authenticator;
import io.sagegate.identity.JwksKeySource;
import io.sagegate.identity.TokenVerifier;
import io.sagegate.limits.Limiter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.InstantSource;
import java.util.ArrayList;

/// The one place where parts are put together.
record Composition(Settings settings, Gateway gateway) {
    static Composition ofEnvironment() {
        return of(Settings.of(System.getenv()));
    }

    static Composition of(Settings settings) {
        var clock = InstantSource.system();
        var clients = new AwsClients(settings);
        var keys = new JwksKeySource(new CrtFetcher(clients.http()), clock, settings.local());
        var policies =
                new DynamoDbPolicyStore(clients.dynamoDb(), settings.policyTable(), settings.policyTimeToLive(), clock);
        var source = new AuditSource(settings.account(), settings.region(), Settings.VERSION);
        var audit = new ChainedAuditLog(
                new FileOutputStream(FileDescriptor.out), new OcsfWriter(source), ChainedAuditLog.Heads.NONE, clock);
        var telemetry = new ArrayList<Telemetry>();
        telemetry.add(new EmfMetrics(settings.metricsNamespace(), settings.serviceName()));
        settings.xrayDaemon().map(XRayTelemetry::new).ifPresent(telemetry::add);
        var gateway = new Gateway(
                new Authenticator(new TokenVerifier(keys, clock)),
                policies,
                new Limiter(new DynamoDbUsageStore(clients.dynamoDb(), settings.usageTable()), clock),
                new SageMakerInferenceClient(
                        clients.sageMaker(),
                        new Once<>(clients::sageMakerStreaming),
                        new AssumedRoles(new Once<>(clients::sts), settings.region(), clock)),
                audit,
                new TelemetryFanout(telemetry),
                clock,
                settings.maxRequestBytes());
        return new Composition(settings, gateway);
    }
}
