package io.sagegate.local;

import io.sagegate.Version;
import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.InvalidPolicyException;
import io.sagegate.cli.usage.UsedUp;
import io.sagegate.local.control.ControlPlane;
import io.sagegate.local.control.LocalAccount;
import io.sagegate.local.control.LocalStackTemplate;
import io.sagegate.local.lambda.FunctionLog;
import io.sagegate.local.lambda.FunctionSettings;
import io.sagegate.local.lambda.HttpFront;
import io.sagegate.local.lambda.Invoker;
import io.sagegate.local.lambda.LambdaFunction;
import io.sagegate.local.page.LocalPage;
import io.sagegate.local.world.AsyncQueue;
import io.sagegate.local.world.CallTally;
import io.sagegate.local.world.DynamoDbLocal;
import io.sagegate.local.world.EventBridgeFront;
import io.sagegate.local.world.FrontSettings;
import io.sagegate.local.world.S3Front;
import io.sagegate.local.world.SageMakerFront;
import io.sagegate.local.world.StsFront;
import io.sagegate.local.world.XRayDaemon;
import io.sagegate.policy.document.PolicySyntaxException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The local world: every part of the gateway on this machine. Parts start in the order they need each other, and
/// end in the reverse order.
///
/// The stack's main program and the tests boot the same world.
public final class LocalWorld implements AutoCloseable {
    /// The role that grants may name in `assumeRole` here.
    public static final String ASSUMABLE_ROLE = "arn:aws:iam::111122223333:role/TumorInvoker";

    /// The bucket for uploads and results of asynchronous calls here.
    public static final String CALLS_BUCKET = "sagegate-calls";

    /// How long an asynchronous call takes here at least: long enough to ask too early.
    private static final Duration QUEUE_DELAY = Duration.ofMillis(300);

    /// Limits that the page shows: those used up most.
    private static final int SHOWN_LIMITS = 12;

    private static final String STAGE = "prod";
    private static final String STREAM_WRAPPER = "/var/task/stream-runtime";
    private static final String ROTATION_HANDLER = "io.sagegate.lambda.rotation.RotationHandler::handleRequest";
    private static final String GATEWAY_HANDLER = "io.sagegate.lambda.GatewayHandler::handleRequest";

    /// The code of the function under test.
    ///
    /// @param extraClassPath jars and folders beyond the deployment package
    public record Code(String handler, List<Path> extraClassPath) {
        public static final Code GATEWAY = new Code(GATEWAY_HANDLER, List.of());

        public Code {
            extraClassPath = List.copyOf(extraClassPath);
        }
    }

    private final Parts parts;
    private final StackOptions options;
    private final Path directory;
    private final Account account;
    private final LocalPolicy policy;
    private final DeploymentPackage shipped;
    private final Optional<LocalIssuer> localIssuer;
    private final URI issuer;
    private final URI dynamodb;
    private final URI sagemaker;
    private final Optional<SageMakerFront> sagemakerFront;
    private final Optional<StsFront> sts;
    private final S3Front s3;
    private final EventBridgeFront events;
    private final Optional<AsyncQueue> queue;
    private final LocalSecrets secrets;
    private final XRayDaemon xray;
    private final DynamoDbClient tables;
    private final FunctionLog log;
    private final LocalPage page;
    private final ControlPlane control;
    private final LambdaFunction function;
    private final HttpFront gateway;
    private final HttpFront httpApi;
    private final HttpFront restApi;
    private Optional<HttpFront> streaming = Optional.empty();

    private LocalWorld(Parts parts, StackOptions options, Code code, Path directory, Consumer<String> progress)
            throws IOException, InterruptedException {
        this.parts = parts;
        this.options = options;
        this.directory = Files.createDirectories(directory).toAbsolutePath();
        this.account = Account.of(options, System.getenv());
        this.policy = LocalPolicy.read(options.policy());
        this.shipped = options.deployment();
        progress.accept(
                options.dynamodb().isPresent() ? "both tables in the DynamoDB given" : "DynamoDB with both tables");
        FutureTask<URI> dynamo = new FutureTask<>(this::startDynamo);
        Thread.ofVirtual().start(dynamo);
        if (options.issuer().isEmpty()) {
            progress.accept("an OIDC issuer");
        }
        this.localIssuer =
                options.issuer().isPresent() ? Optional.empty() : Optional.of(parts.add(LocalIssuer.start()));
        this.issuer =
                options.issuer().or(() -> localIssuer.map(LocalIssuer::uri)).orElseThrow();
        if (options.sagemaker().isEmpty()) {
            progress.accept("model containers and SageMaker Runtime before them");
        }
        this.sagemakerFront = startSageMaker();
        this.s3 = parts.add(S3Front.start(frontSettings()));
        this.events = parts.add(EventBridgeFront.start(frontSettings()));
        this.queue = sagemakerFront.map(this::startQueue);
        this.sts = sagemakerFront.isPresent() ? Optional.of(startSts(sagemakerFront.get())) : Optional.empty();
        this.sagemaker = options.sagemaker()
                .or(() -> sagemakerFront.map(SageMakerFront::endpoint))
                .orElseThrow();
        this.dynamodb = finished(dynamo);
        this.tables = parts.add(Seeding.client(dynamodb, Account.REGION, account.provider()));
        this.xray = parts.add(XRayDaemon.start(traces()));
        this.secrets = parts.add(LocalSecrets.start(this::startRotation));
        progress.accept("the gateway under Lambda's Runtime Interface Client");
        this.log = parts.add(new FunctionLog(functionLog(), auditLog()));
        this.page = parts.add(LocalPage.start(log, auditLog(), this::usedUp));
        this.control = parts.add(ControlPlane.start(account(sagemakerFront)));
        InstantSource clock = InstantSource.system();
        this.function = parts.add(LambdaFunction.start(settings(code), log, clock));
        this.gateway = parts.add(HttpFront.functionUrl(options.port(), Account.REGION, function, clock));
        this.httpApi = parts.add(HttpFront.httpApi(0, Account.REGION, Account.ID, STAGE, function, clock));
        this.restApi = parts.add(HttpFront.restApi(0, Account.REGION, Account.ID, STAGE, function, clock));
    }

    /// Starts every part and seeds the policy. If a part fails, the parts that were started are ended again.
    ///
    /// @param directory the folder for logs and files
    /// @param progress gets the name of each part as it starts
    public static LocalWorld start(StackOptions options, Code code, Path directory, Consumer<String> progress)
            throws IOException, InterruptedException {
        options.check();
        Parts parts = new Parts();
        try {
            LocalWorld world = new LocalWorld(parts, options, code, directory, progress);
            Seeding.tables(world.tables);
            world.policy.apply(world.issuer, world.tables, Seeding.POLICY_TABLE);
            Readiness.await(world.gateway.uri().resolve("/healthz"), world.functionLog());
            return world;
        } catch (IOException | InterruptedException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private List<UsedUp.Line> usedUp()
            throws IOException, CommandFailedException, InvalidPolicyException, PolicySyntaxException {
        return UsedUp.of(tables, Seeding.POLICY_TABLE, Seeding.USAGE_TABLE, SHOWN_LIMITS, Instant.now());
    }

    /// The account around the gateway, as the command line's inspections see it.
    private LocalAccount account(Optional<SageMakerFront> front) {
        return LocalStackTemplate.account(
                front.map(SageMakerFront::hosted).orElse(Map.of()),
                new LocalStackTemplate.Names(
                        Seeding.POLICY_TABLE, Seeding.USAGE_TABLE, ASSUMABLE_ROLE, Version.CURRENT),
                auditLog(),
                front.map(SageMakerFront::tally).orElseGet(CallTally::new));
    }

    private URI startDynamo() throws IOException, InterruptedException {
        if (options.dynamodb().isPresent()) {
            return options.dynamodb().get();
        }
        return parts.add(DynamoDbLocal.start(directory.resolve("dynamodb"))).endpoint();
    }

    private LambdaFunction startRotation(URI secretsManager) throws IOException {
        Map<String, String> variables = new LinkedHashMap<>(account.variables());
        variables.putAll(variables().rotation(secretsManager));
        FunctionSettings gatewaySettings = settings(Code.GATEWAY);
        FunctionSettings settings = new FunctionSettings(
                ROTATION_HANDLER,
                gatewaySettings.classPath(),
                variables,
                Account.REGION,
                Account.ID,
                Duration.ofSeconds(30),
                512,
                1,
                directory.resolve("rotation-task"));
        return LambdaFunction.start(settings, log, InstantSource.system());
    }

    private static URI finished(FutureTask<URI> task) throws IOException, InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    private StsFront startSts(SageMakerFront front) throws IOException {
        return parts.add(StsFront.start(Set.of(ASSUMABLE_ROLE), front, frontSettings()));
    }

    private AsyncQueue startQueue(SageMakerFront front) {
        AsyncQueue calls = parts.add(new AsyncQueue(s3, CALLS_BUCKET, QUEUE_DELAY));
        front.queue(calls);
        return calls;
    }

    private Optional<SageMakerFront> startSageMaker() throws IOException {
        if (options.sagemaker().isPresent()) {
            return Optional.empty();
        }
        return Optional.of(parts.add(SageMakerFront.serve(HostedModels.start(parts), frontSettings())));
    }

    private FrontSettings frontSettings() {
        return FrontSettings.defaults().withSecretsAndStrangers(Map.of(account.accessKey(), account.secretKey()));
    }

    /// The settings that Lambda would have for a function in this world.
    public FunctionSettings settings(Code code) throws IOException {
        return new FunctionSettings(
                code.handler(),
                shipped.classPath(code.extraClassPath()),
                functionEnvironment(),
                Account.REGION,
                Account.ID,
                // The template's own timeout, in seconds.
                Duration.ofSeconds(75),
                1024,
                options.concurrency(),
                directory.resolve("task"));
    }

    private Map<String, String> functionEnvironment() {
        Map<String, String> variables = new LinkedHashMap<>(templateVariables());
        InetSocketAddress daemon = xray.address();
        variables.put("AWS_XRAY_DAEMON_ADDRESS", "127.0.0.1:" + daemon.getPort());
        variables.putAll(account.variables());
        return variables;
    }

    /// The variables that the template declares, with this world's values. `sam local invoke` needs them too.
    Map<String, String> templateVariables() {
        return variables().gateway();
    }

    /// The same variables, with those of the rotation function.
    Map<String, String> allTemplateVariables() {
        Map<String, String> variables = new LinkedHashMap<>(variables().rotation(secrets.endpoint()));
        variables.putAll(templateVariables());
        return variables;
    }

    private Variables variables() {
        return new Variables(dynamodb, sagemaker, sts.map(StsFront::endpoint), s3.endpoint(), events.endpoint());
    }

    /// The function itself, for events that no front would send.
    public Invoker function() {
        return function;
    }

    /// Base URL of the streaming function's Function URL. The first call of this method starts the function.
    public synchronized URI streaming() throws IOException, InterruptedException {
        if (streaming.isEmpty()) {
            Path task = directory.resolve("streaming-task");
            FunctionSettings settings = settings(Code.GATEWAY).inTask(task, STREAM_WRAPPER);
            LambdaFunction loop = parts.add(LambdaFunction.start(settings, log, InstantSource.system()));
            HttpFront front = HttpFront.functionUrl(0, Account.REGION, loop, InstantSource.system());
            streaming = Optional.of(parts.add(front));
            Readiness.await(front.uri().resolve("/healthz"), functionLog());
        }
        return streaming.get().uri();
    }

    /// Base URL of the Function URL.
    public URI gateway() {
        return gateway.uri();
    }

    public URI httpApi() {
        return httpApi.uri();
    }

    /// Base URL of the REST API, stage included.
    public URI restApi() {
        return restApi.uri();
    }

    /// The address of the page for people.
    public URI page() {
        return page.uri();
    }

    /// The policy in this world's table at the start.
    LocalPolicy policy() {
        return policy;
    }

    public URI issuerUri() {
        return issuer;
    }

    /// The issuer of this world; absent with an outside one.
    public Optional<LocalIssuer> localIssuer() {
        return localIssuer;
    }

    public URI dynamodb() {
        return dynamodb;
    }

    /// A client for this world's DynamoDB.
    public DynamoDbClient tables() {
        return tables;
    }

    public URI sagemaker() {
        return sagemaker;
    }

    /// SageMaker's stand-in, which shows its calls and can be made to fail; absent with an outside one.
    public Optional<SageMakerFront> sagemakerFront() {
        return sagemakerFront;
    }

    /// Secrets Manager's stand-in and the rotation function.
    public LocalSecrets secrets() {
        return secrets;
    }

    /// The account's control planes.
    public ControlPlane control() {
        return control;
    }

    /// S3's stand-in.
    public S3Front s3() {
        return s3;
    }

    /// EventBridge's stand-in, to see which notices were put.
    public EventBridgeFront events() {
        return events;
    }

    /// The asynchronous side of SageMaker's stand-in; absent with an outside one.
    public Optional<AsyncQueue> queue() {
        return queue;
    }

    /// STS's stand-in, to see which roles were assumed; absent with an outside SageMaker.
    public Optional<StsFront> sts() {
        return sts;
    }

    public XRayDaemon xray() {
        return xray;
    }

    /// The function's output, which can be followed.
    public FunctionLog log() {
        return log;
    }

    public Path directory() {
        return directory;
    }

    public Path functionLog() {
        return directory.resolve("function.log");
    }

    public Path auditLog() {
        return directory.resolve("audit.log");
    }

    public Path traces() {
        return directory.resolve("traces.jsonl");
    }

    @Override
    public void close() {
        parts.close();
    }
}
