package io.sagegate.gateway;

import io.sagegate.api.Cors;
import io.sagegate.api.Request;
import io.sagegate.api.Response;
import io.sagegate.async.LargeCalls;
import io.sagegate.audit.AuditEvent;
import io.sagegate.audit.AuditEvent.Phase;
import io.sagegate.audit.AuditLog;
import io.sagegate.http.Headers;
import io.sagegate.identity.ApiKeys;
import io.sagegate.identity.Authenticator;
import io.sagegate.identity.IamCaller;
import io.sagegate.identity.Principal;
import io.sagegate.identity.TokenVerifier;
import io.sagegate.identity.TrustedIssuer;
import io.sagegate.inference.InferenceClient;
import io.sagegate.inference.InferenceResult;
import io.sagegate.inference.Invocation;
import io.sagegate.inference.ModelStream;
import io.sagegate.inference.QueueResult;
import io.sagegate.inference.StreamResult;
import io.sagegate.kit.Deadline;
import io.sagegate.limits.Limiter;
import io.sagegate.limits.MemoryUsageStore;
import io.sagegate.limits.TickingClock;
import io.sagegate.limits.notices.Teller;
import io.sagegate.limits.usage.UsageStore;
import io.sagegate.local.witness.Witness;
import io.sagegate.policy.Assignment;
import io.sagegate.policy.Decision;
import io.sagegate.policy.ModelRoutes;
import io.sagegate.policy.Policy;
import io.sagegate.policy.PolicyUnavailableException;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicyReader;
import io.sagegate.policy.document.PolicySyntaxException;
import io.sagegate.reason.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/// The whole line in one process, with the same grants for everybody, a model by script and the record in a list.
final class LineOfGateway {
    static final String ENDPOINT = "llm";

    final TickingClock clock = new TickingClock("2026-11-23T10:00:00Z");
    final List<AuditEvent> record = new ArrayList<>();
    final List<Invocation> calls = new ArrayList<>();
    final List<Decision.Permit> permits = new ArrayList<>();
    final Gateway gateway;
    private volatile Policy policy;

    /// When the last answer had to leave.
    Optional<Instant> recordedBy = Optional.empty();

    /// Whether the policy's roles cannot be read now.
    volatile boolean rolesAreAway;

    /// Runs when an event is written to the record.
    Consumer<AuditEvent> written = _ -> {};

    /// The model's behaviour.
    Function<Invocation, InferenceResult> answers = _ -> answer("{}");

    Function<Invocation, QueueResult> queues =
            _ -> new QueueResult.Queued("id", Optional.of("s3://out/1"), Optional.empty());

    Function<Invocation, ModelStream> streams = _ -> new Script(List.of());

    LineOfGateway(Map<String, Object> grant) {
        this(grant, new MemoryUsageStore());
    }

    LineOfGateway(Map<String, Object> grant, UsageStore usage) {
        this(List.of(grant), Map.of(), usage);
    }

    /// With several grants, and names for models.
    LineOfGateway(List<Map<String, Object>> grants, Map<String, ModelRoutes> models) {
        this(grants, models, new MemoryUsageStore());
    }

    /// With results and uploads.
    LineOfGateway(Map<String, Object> grant, UsageStore usage, LargeCalls large) {
        this(List.of(grant), Map.of(), usage, Optional.of(large), Optional.empty());
    }

    /// With somebody to tell of thresholds.
    LineOfGateway(Map<String, Object> grant, Function<InstantSource, Teller> teller) {
        this(List.of(grant), Map.of(), new MemoryUsageStore(), Optional.empty(), Optional.of(teller));
    }

    private LineOfGateway(List<Map<String, Object>> grants, Map<String, ModelRoutes> models, UsageStore usage) {
        this(grants, models, usage, Optional.empty(), Optional.empty());
    }

    private LineOfGateway(
            List<Map<String, Object>> grants,
            Map<String, ModelRoutes> models,
            UsageStore usage,
            Optional<LargeCalls> large,
            Optional<Function<InstantSource, Teller>> teller) {
        policy = granted(1, roles("everybody", grants), models);
        gateway = new Gateway(
                new Authenticator(
                        new TokenVerifier((_, _, _) -> Optional.empty(), clock),
                        new ApiKeys(_ -> Optional.empty(), Duration.ofDays(1), clock)),
                () -> policy,
                new Limiter(usage, clock),
                teller.map(maker -> maker.apply(clock)),
                new Model(),
                new Book(),
                _ -> {},
                clock,
                1_000_000,
                Cors.of("https://app.example.com"),
                large);
    }

    private final class Book implements AuditLog {
        @Override
        public void write(AuditEvent event) {
            written.accept(event);
            record.add(event);
        }

        @Override
        public void write(AuditEvent event, Deadline by) {
            recordedBy = Optional.of(by.end());
            write(event);
        }
    }

    /// A grant of all three operations.
    static Map<String, Object> grant(Object... membersAndValues) {
        var grant = new java.util.LinkedHashMap<String, Object>();
        grant.put("endpoint", ENDPOINT);
        grant.put("actions", List.of("invoke", "invoke-stream"));
        for (var i = 0; i + 1 < membersAndValues.length; i += 2) {
            grant.put((String) membersAndValues[i], membersAndValues[i + 1]);
        }
        return grant;
    }

    Request request(String operation, String body, String... headers) {
        return of("BatchScorer", "POST", operation, body, headers);
    }

    /// A request of somebody in some role of IAM.
    Request of(String role, String method, String operation, String body, String... headers) {
        Witness.current().secret("prompt", body);
        return new Request(
                "invocation-1",
                Optional.of("chosen-by-the-caller"),
                "function-url",
                method,
                "/endpoints/" + ENDPOINT + "/" + operation,
                Headers.of(headers),
                body.getBytes(StandardCharsets.UTF_8),
                "192.0.2.1",
                Optional.of(new IamCaller(
                        "arn:aws:sts::111122223333:assumed-role/" + role + "/nightly",
                        Optional.of("AKIAIOSFODNN7EXAMPLE"),
                        Optional.empty())),
                "",
                clock.instant().plusSeconds(30),
                Optional.empty());
    }

    /// The same on an OpenAI route.
    Request openAi(String route, String body) {
        var request = request("invocations", body, "content-type", "application/json");
        return new Request(
                request.id(),
                request.eventId(),
                request.entry(),
                request.method(),
                "/v1/" + route,
                request.headers(),
                request.body(),
                request.sourceIp(),
                request.iam(),
                "",
                request.deadline(),
                request.defect());
    }

    Response whole(Request request) {
        return gateway.handle(request, Optional::of);
    }

    Reason reasonOf(Request request) {
        whole(request);
        return completion().reason();
    }

    /// The only completion line there is.
    AuditEvent completion() {
        var completions = record.stream()
                .filter(event -> event.phase() == Phase.COMPLETION)
                .toList();
        if (completions.size() != 1) {
            throw new AssertionError(completions.size() + " completions");
        }
        return completions.getFirst();
    }

    static InferenceResult answer(String body) {
        return new InferenceResult.Answer(
                body.getBytes(StandardCharsets.UTF_8), Headers.of("content-type", "application/json"));
    }

    static InferenceResult.Failure failure(Reason reason) {
        return new InferenceResult.Failure(reason, Optional.empty());
    }

    /// From now on there are these grants and no others.
    void regrant(String role, List<Map<String, Object>> grants) {
        policy = granted(policy.revision() + 1, grants.isEmpty() ? List.of() : roles(role, grants), Map.of());
    }

    private Policy granted(long revision, List<Assignment> roles, Map<String, ModelRoutes> models) {
        return new Granted(revision, roles, models, () -> rolesAreAway);
    }

    static List<Assignment> roles(String name, List<Map<String, Object>> grants) {
        try {
            var role = PolicyReader.role(name, new PolicyNode(grants, name));
            return List.of(new Assignment(role, name, Optional.empty()));
        } catch (PolicySyntaxException e) {
            throw new IllegalArgumentException(e.path() + ": " + e.getMessage(), e);
        }
    }

    record Granted(long revision, List<Assignment> roles, Map<String, ModelRoutes> models, BooleanSupplier away)
            implements Policy {
        @Override
        public List<TrustedIssuer> issuers() {
            return List.of();
        }

        @Override
        public List<Assignment> rolesOf(Principal principal) throws PolicyUnavailableException {
            if (away.getAsBoolean()) {
                throw new PolicyUnavailableException("away", null);
            }
            return roles;
        }
    }

    private final class Model implements InferenceClient {
        @Override
        public InferenceResult invoke(Invocation.Buffered invocation) {
            permits.add(invocation.permit());
            calls.add(invocation);
            return answers.apply(invocation);
        }

        @Override
        public StreamResult stream(Invocation.Streamed invocation) {
            permits.add(invocation.permit());
            calls.add(invocation);
            return new StreamResult.Begun(Headers.of("content-type", "text/event-stream"), streams.apply(invocation));
        }

        @Override
        public QueueResult queue(Invocation.Queued invocation) {
            permits.add(invocation.permit());
            calls.add(invocation);
            return queues.apply(invocation);
        }
    }

    /// Steps of a stream; throws where a step is an error.
    static final class Script implements ModelStream {
        private final List<Object> steps;
        private int next;
        boolean closed;

        Script(List<Object> steps) {
            this.steps = List.copyOf(steps);
        }

        @Override
        public Part next() {
            return next == steps.size() ? new Part.End() : step(steps.get(next++));
        }

        private static Part step(Object step) {
            return switch (step) {
                case Error error -> throw error;
                case RuntimeException exception -> throw exception;
                case Part part -> part;
                default -> new Part.Bytes(step.toString().getBytes(StandardCharsets.UTF_8));
            };
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
