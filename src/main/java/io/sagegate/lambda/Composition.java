package io.sagegate.lambda;

import io.sagegate.async.LargeCalls;
import io.sagegate.audit.Telemetry;
import io.sagegate.audit.chain.ChainedAuditLog;
import io.sagegate.audit.chain.ChainedAuditLog.Heads;
import io.sagegate.audit.ocsf.AuditSource;
import io.sagegate.audit.ocsf.OcsfWriter;
import io.sagegate.aws.dynamodb.DynamoDb;
import io.sagegate.aws.dynamodb.policy.DynamoDbApiKeyStore;
import io.sagegate.aws.dynamodb.policy.DynamoDbPolicyStore;
import io.sagegate.aws.dynamodb.usage.DynamoDbClaims;
import io.sagegate.aws.dynamodb.usage.DynamoDbHeads;
import io.sagegate.aws.dynamodb.usage.DynamoDbTickets;
import io.sagegate.aws.dynamodb.usage.DynamoDbUsageStore;
import io.sagegate.aws.http.CrtFetcher;
import io.sagegate.aws.sagemaker.SageMakerInferenceClient;
import io.sagegate.aws.sts.AssumedRoles;
import io.sagegate.aws.telemetry.EmfMetrics;
import io.sagegate.aws.telemetry.MeasuredFetcher;
import io.sagegate.aws.telemetry.TelemetryFanout;
import io.sagegate.aws.telemetry.XRayTelemetry;
import io.sagegate.gateway.Gateway;
import io.sagegate.identity.ApiKeys;
import io.sagegate.identity.Authenticator;
import io.sagegate.identity.TokenVerifier;
import io.sagegate.identity.jwks.JwksKeySource;
import io.sagegate.limits.Limiter;
import io.sagegate.limits.notices.Teller;
import io.sagegate.limits.usage.RememberedRefusals;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Builds the gateway from its parts. No other class does.
record Composition(Settings settings, Gateway gateway, List<Runnable> renewals, AwsClients clients)
        implements AutoCloseable {
    private static final int HEAD_LINES = 1_000;
    private static final Duration HEAD_INTERVAL = Duration.ofMinutes(1);

    static Composition ofEnvironment() {
        return of(Settings.of(System.getenv()), new FileOutputStream(FileDescriptor.out));
    }

    /// @param out takes the audit lines
    static Composition of(Settings settings, OutputStream out) {
        return of(settings, out, new AwsClients(settings, InstantSource.system()));
    }

    static Composition of(Settings settings, OutputStream out, AwsClients clients) {
        var clock = InstantSource.system();
        var fetcher = new MeasuredFetcher(new CrtFetcher(clients.wire()));
        var keys = new JwksKeySource(fetcher, clock, settings.local());
        var tables = clients.dynamoDb();
        var policies = new DynamoDbPolicyStore(
                tables, settings.policyTable(), settings.policyTimeToLive(), settings.policyStaleness(), clock);
        var apiKeys = new DynamoDbApiKeyStore(tables, settings.policyTable(), settings.policyTimeToLive(), clock);
        var audit = audit(settings, out, tables, clock);
        var telemetry = new ArrayList<Telemetry>();
        var metrics = new EmfMetrics(settings.metricsNamespace(), settings.serviceName(), fetcher::takeFailures, clock);
        telemetry.add(metrics);
        var traces = settings.xrayDaemon().map(XRayTelemetry::new);
        traces.ifPresent(telemetry::add);
        var limiter = new Limiter(new RememberedRefusals(new DynamoDbUsageStore(tables, settings.usageTable())), clock);
        var roles = new AssumedRoles(clients.sts(), settings.region(), clock);
        var gateway = new Gateway(
                new Authenticator(new TokenVerifier(keys, clock), new ApiKeys(apiKeys, settings.keyMaxLife(), clock)),
                policies,
                limiter,
                teller(settings, clients, tables, clock),
                new SageMakerInferenceClient(clients.sageMaker(), roles),
                audit,
                new TelemetryFanout(telemetry),
                clock,
                settings.maxRequestBytes(),
                settings.cors(),
                largeCalls(settings, clients, tables));
        var renewals = List.<Runnable>of(
                clients::renew,
                policies::forget,
                apiKeys::forget,
                limiter::restart,
                roles::forget,
                audit::restart,
                metrics::restart,
                () -> traces.ifPresent(XRayTelemetry::restart),
                Gateway::restart);
        return new Composition(settings, gateway, renewals, clients);
    }

    /// Reads the trust store before a snapshot, so that no copy must read it again.
    void prepare() {
        clients.wire().prepare();
    }

    /// Drops stale state and renews unique ids. Call this in each copy of a snapshot.
    void renew() {
        renewals.forEach(Runnable::run);
    }

    @Override
    public void close() {
        clients.close();
    }

    private static Optional<LargeCalls> largeCalls(Settings settings, AwsClients clients, DynamoDb tables) {
        return settings.callsBucket()
                .map(bucket -> new LargeCalls(
                        new DynamoDbTickets(tables, settings.usageTable()),
                        clients.objects(bucket),
                        bucket,
                        settings.resultRetention()));
    }

    private static Optional<Teller> teller(
            Settings settings, AwsClients clients, DynamoDb tables, InstantSource clock) {
        return settings.limitEvents()
                .map(bus -> new Teller(new DynamoDbClaims(tables, settings.usageTable()), clients.events(bus), clock));
    }

    private static ChainedAuditLog audit(Settings settings, OutputStream out, DynamoDb tables, InstantSource clock) {
        var source = new AuditSource(settings.account(), settings.region(), Settings.VERSION);
        var writer = new OcsfWriter(source, settings.bodyHashes());
        return new ChainedAuditLog(out, writer, heads(settings, tables, clock), clock);
    }

    /// Heads go to the usage table: who may delete log lines has no right there.
    private static Heads heads(Settings settings, DynamoDb tables, InstantSource clock) {
        return settings.usageTable().isEmpty()
                ? Heads.NONE
                : new Heads(
                        new DynamoDbHeads(tables, settings.usageTable(), settings.logRetention(), clock),
                        HEAD_LINES,
                        HEAD_INTERVAL);
    }
}
