package io.sagegate.local.world;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// SageMaker Runtime on 127.0.0.1: the wire protocol that the AWS SDKs speak. The containers behind it speak
/// SageMaker's container contract.
///
/// Unsigned and wrongly signed calls are refused as AWS refuses them. Tests read the accepted calls with
/// [#calls()], and make an endpoint fail with [#fault(String, Fault)].
public final class SageMakerFront implements AutoCloseable {
    private static final Pattern OPERATION =
            Pattern.compile("/endpoints/(?<endpoint>[^/]+)/(?<operation>invocations|invocations-response-stream"
                    + "|async-invocations)");
    private static final Pattern ENDPOINT_NAME = Pattern.compile("[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}");
    private static final int REMEMBERED_CALLS = 256;
    private static final int REMEMBERED_BYTES = 1024 * 1024;

    private final Map<String, HostedEndpoint> endpoints;
    private final FrontSettings settings;
    private final SigV4 signatures;
    private final Invocations invocations;
    private final Map<String, Fault> faults = new ConcurrentHashMap<>();
    private final Map<String, SessionPolicy> sessionPolicies = new ConcurrentHashMap<>();
    private final Deque<RuntimeCall> calls = new ArrayDeque<>();
    private final CallTally tally = new CallTally();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final LoopbackServer server;

    private SageMakerFront(Map<String, HostedEndpoint> endpoints, FrontSettings settings) throws IOException {
        this.endpoints = new ConcurrentHashMap<>(endpoints);
        this.settings = settings;
        this.signatures = new SigV4(settings, "sagemaker");
        this.invocations = new Invocations(settings);
        this.server = LoopbackServer.start(this::serve);
    }

    /// Starts it with one container for each endpoint's name.
    public static SageMakerFront start(Map<String, URI> containersByEndpoint) throws IOException {
        return start(containersByEndpoint, FrontSettings.defaults());
    }

    public static SageMakerFront start(Map<String, URI> containersByEndpoint, FrontSettings settings)
            throws IOException {
        return serve(
                containersByEndpoint.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> HostedEndpoint.of(entry.getValue()))),
                settings);
    }

    /// Starts it with endpoints that have variants, inference components or several models.
    public static SageMakerFront serve(Map<String, HostedEndpoint> endpoints, FrontSettings settings)
            throws IOException {
        return new SageMakerFront(endpoints, settings);
    }

    /// The names of all endpoints.
    public SortedSet<String> endpoints() {
        return new TreeSet<>(endpoints.keySet());
    }

    public URI endpoint() {
        return server.uri();
    }

    /// The newest accepted calls (256 at most), oldest first.
    public List<RuntimeCall> calls() {
        synchronized (calls) {
            return List.copyOf(calls);
        }
    }

    /// The number of calls that each endpoint took, without refused ones.
    public CallTally tally() {
        return tally;
    }

    /// The endpoints that stand here, by name.
    public Map<String, HostedEndpoint> hosted() {
        return Map.copyOf(endpoints);
    }

    /// Adds or replaces an endpoint; returns the one that was replaced.
    public Optional<HostedEndpoint> host(String name, HostedEndpoint endpoint) {
        return Optional.ofNullable(endpoints.put(name, endpoint));
    }

    /// Accepts calls signed with a session's key from now on. The call must carry the session's token, and the
    /// session's policy, if any, must allow it.
    void learn(String accessKey, String secret, String token, Optional<SessionPolicy> policy) {
        policy.ifPresent(kept -> sessionPolicies.put(accessKey, kept));
        signatures.learn(accessKey, secret, token);
    }

    /// Runs asynchronous calls from now on, for every endpoint.
    public void queue(AsyncQueue into) {
        invocations.queue(into);
    }

    /// Makes every call of an endpoint fail so, until [#heal(String)].
    public void fault(String endpoint, Fault fault) {
        faults.put(endpoint, fault);
    }

    public void heal(String endpoint) {
        faults.remove(endpoint);
    }

    @Override
    public void close() {
        closing.countDown();
        server.close();
        invocations.close();
    }

    private void serve(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("x-amzn-RequestId", UUID.randomUUID().toString());
        byte[] body = LoopbackServer.body(exchange, settings.largestRequest());
        Map<String, String> headers = LoopbackServer.headers(exchange);
        Matcher operation = OPERATION.matcher(exchange.getRequestURI().getRawPath());
        if (!operation.matches() || !exchange.getRequestMethod().equals("POST")) {
            refuse(exchange, RuntimeError.door(404, "UnknownOperationException", "Unknown operation"));
            return;
        }
        if (body.length > settings.largestRequest()) {
            // The real service sends no error type here: the SDK shows the bare status.
            LoopbackServer.answer(
                    exchange,
                    413,
                    Map.of("Content-Type", "application/json"),
                    RuntimeError.json(Map.of(
                            "message", "HTTP content length exceeded " + settings.largestRequest() + " bytes.")));
            return;
        }
        switch (signatures.verify("POST", exchange.getRequestURI(), headers, body)) {
            case SigV4.Verdict.Refused(RuntimeError error) -> refuse(exchange, error);
            case SigV4.Verdict.Signed(String key) -> {
                String name = operation.group("endpoint");
                Optional<RuntimeError> denied = denied(key, operation.group("operation"), name, headers);
                if (denied.isPresent()) {
                    refuse(exchange, denied.get());
                } else {
                    dispatch(exchange, key, operation.group("operation"), name, headers, body);
                }
            }
        }
    }

    /// The refusal by the session's policy, if the session of the signing key has one. SageMaker writes names in
    /// ARNs in lower case.
    private Optional<RuntimeError> denied(
            String accessKey, String operation, String name, Map<String, String> headers) {
        SessionPolicy policy = sessionPolicies.get(accessKey);
        if (policy == null) {
            return Optional.empty();
        }
        String prefix = "arn:aws:sagemaker:" + settings.region() + ":" + settings.account() + ":";
        List<String> resources = new ArrayList<>();
        resources.add(prefix + "endpoint/" + name.toLowerCase(Locale.ROOT));
        String component = headers.get("x-amzn-sagemaker-inference-component");
        if (component != null) {
            resources.add(prefix + "inference-component/" + component.toLowerCase(Locale.ROOT));
        }
        String action = switch (operation) {
            case "invocations" -> "sagemaker:InvokeEndpoint";
            case "invocations-response-stream" -> "sagemaker:InvokeEndpointWithResponseStream";
            default -> "sagemaker:InvokeEndpointAsync";
        };
        return policy.refusal(action, resources);
    }

    private void dispatch(
            HttpExchange exchange,
            String accessKey,
            String operation,
            String name,
            Map<String, String> headers,
            byte[] body)
            throws IOException {
        if (!ENDPOINT_NAME.matcher(name).matches()) {
            refuse(
                    exchange,
                    RuntimeError.validation("1 validation error detected: Value at 'endpointName' failed to satisfy"
                            + " constraint: Member must satisfy regular expression pattern:"
                            + " ^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}"));
            return;
        }
        HostedEndpoint endpoint = endpoints.get(name);
        if (endpoint == null) {
            refuse(
                    exchange,
                    RuntimeError.validation("Endpoint " + name + " of account " + settings.account() + " not found."));
            return;
        }
        record(new RuntimeCall(
                accessKey,
                operation,
                name,
                headers,
                body.length,
                Arrays.copyOf(body, Math.min(body.length, REMEMBERED_BYTES))));
        Fault fault = faults.get(name);
        if (fault != null && fails(exchange, fault, operation)) {
            return;
        }
        switch (Target.of(endpoint, headers)) {
            case Target.Refused(RuntimeError error) -> refuse(exchange, error);
            case Target.Found found ->
                invocations.answer(
                        new Invocations.Call(exchange, operation, name, found, headers, body),
                        fault == null ? Ending.WHOLE : Ending.of(fault));
        }
    }

    /// Commits a fault that needs no model; returns false if the model must still answer.
    private boolean fails(HttpExchange exchange, Fault fault, String operation) throws IOException {
        switch (fault) {
            case HANG -> hang();
            case CUT_CONNECTION -> throw new IOException("cut, as the test says");
            case CUT_INSIDE -> {
                return false;
            }
            case STREAM_FAILURE -> {
                if (operation.equals("invocations-response-stream")) {
                    return false;
                }
                refuse(exchange, fault.error());
            }
            case ASLEEP -> {
                if (operation.equals("async-invocations")) {
                    return false;
                }
                refuse(exchange, fault.error());
            }
            case THROTTLE, UNAVAILABLE, NOT_READY, INTERNAL, DEPENDENCY -> refuse(exchange, fault.error());
        }
        return true;
    }

    private void hang() throws IOException {
        try {
            boolean closed = closing.await(10, TimeUnit.MINUTES);
            throw new IOException(closed ? "the front was closed" : "hung for ten minutes");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the front was closed", e);
        }
    }

    private void record(RuntimeCall call) {
        tally.add(call.endpoint(), settings.clock().instant());
        synchronized (calls) {
            calls.addLast(call);
            if (calls.size() > REMEMBERED_CALLS) {
                calls.removeFirst();
            }
        }
    }

    static void refuse(HttpExchange exchange, RuntimeError error) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("x-amzn-ErrorType", error.type());
        LoopbackServer.answer(exchange, error.status(), headers, error.json());
    }
}
