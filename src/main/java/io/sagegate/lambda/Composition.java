package io.sagegate.lambda;

import io.sagegate.audit.AuditSource;
import io.sagegate.audit.ChainedAuditLog;
import io.sagegate.audit.OcsfWriter;
import io.sagegate.audit.Telemetry;
import io.sagegate.aws.dynamodb.DynamoDbPolicyStore;
import io.sagegate.aws.http.CrtFetcher;
import io.sagegate.aws.sagemaker.SageMakerInferenceClient;
import io.sagegate.gateway.Gateway;
import io.sagegate.identity.Authenticator;
import io.sagegate.identity.JwksKeySource;
import io.sagegate.identity.TokenVerifier;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.InstantSource;

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
        Telemetry telemetry = event -> {};
        var gateway = new Gateway(
                new Authenticator(new TokenVerifier(keys, clock)),
                policies,
                new SageMakerInferenceClient(clients.sageMaker(), new Once<>(clients::sageMakerStreaming)),
                audit,
                telemetry,
                clock,
                settings.maxRequestBytes());
        return new Composition(settings, gateway);
    }
}
