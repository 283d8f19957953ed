package io.sagegate.api;

import io.sagegate.policy.Action;
import io.sagegate.policy.name.Names;
import io.sagegate.reason.Reason;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The operation that a path and a method ask for. The path is read once. Policy judges the endpoint name found here,
/// and SageMaker gets the same name.
public sealed interface Route {
    /// A call to an endpoint.
    record Invoke(String endpoint, Action action) implements Route {}

    /// The result of an asynchronous call.
    record Result(String endpoint, String id) implements Route {}

    /// A place for the input of an asynchronous call.
    record Upload(String endpoint) implements Route {}

    /// A call to a model by its name in the policy.
    ///
    /// @param operation `chat`, `completions` or `embeddings`
    record OpenAiCall(String operation) implements Route {}

    /// The list of the models that the caller may use, or one of them.
    record Models(Optional<String> name) implements Route {}

    /// The gateway's liveness.
    record Health() implements Route {}

    /// The description of this API.
    record Description() implements Route {}

    /// The caller's identity and access.
    record WhoAmI() implements Route {}

    /// The decision about a call that is not made.
    record Explain() implements Route {}

    /// A CORS preflight of a browser.
    record Preflight() implements Route {}

    /// A request that no route serves.
    ///
    /// @param allow the methods that the path accepts
    /// @param detail advice on what to do instead, if there is any
    record Refused(Reason reason, Set<String> allow, Optional<String> detail) implements Route {
        Refused(Reason reason, Set<String> allow) {
            this(reason, allow, Optional.empty());
        }
    }

    // The pattern has no percent sign: no path served here needs one. This excludes encoded slashes, dot segments and
    // double encoding at once.
    Pattern ACCEPTABLE = Pattern.compile("(?:/[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}){1,8}");
    Pattern RESULTS = Pattern.compile("/endpoints/([^/]+)/async-invocations/([^/]+)");
    Pattern INVOCATIONS = Pattern.compile("/endpoints/([^/]+)/([a-z-]+)");
    Map<String, Action> OPERATIONS = Map.of(
            "invocations", Action.INVOKE,
            "invocations-response-stream", Action.INVOKE_STREAM,
            "async-invocations", Action.INVOKE_ASYNC);

    /// Finds the route of a method and a path. Never throws.
    static Route of(String method, String path) {
        if (path.equals("/") || path.isEmpty()) {
            return new Refused(Reason.NO_SUCH_PATH, Set.of());
        }
        if (OpenAi.isPath(path)) {
            return OpenAiRoutes.of(method, path);
        }
        if (!ACCEPTABLE.matcher(path).matches()) {
            return new Refused(Reason.MALFORMED_PATH, Set.of());
        }
        if (path.equals("/healthz")) {
            return only("GET", method, new Health());
        }
        if (path.equals("/openapi.json")) {
            return only("GET", method, new Description());
        }
        if (path.equals("/whoami")) {
            return only("GET", method, new WhoAmI());
        }
        if (path.equals("/explain")) {
            return only("POST", method, new Explain());
        }
        var results = RESULTS.matcher(path);
        if (results.matches()) {
            return Names.isResource(results.group(1))
                    ? only("GET", method, new Result(results.group(1), results.group(2)))
                    : new Refused(Reason.MALFORMED_PATH, Set.of());
        }
        var invocations = INVOCATIONS.matcher(path);
        if (invocations.matches() && invocations.group(2).equals("uploads")) {
            return Names.isResource(invocations.group(1))
                    ? only("POST", method, new Upload(invocations.group(1)))
                    : new Refused(Reason.MALFORMED_PATH, Set.of());
        }
        if (invocations.matches() && OPERATIONS.containsKey(invocations.group(2))) {
            var endpoint = invocations.group(1);
            return Names.isResource(endpoint)
                    ? only("POST", method, new Invoke(endpoint, OPERATIONS.get(invocations.group(2))))
                    : new Refused(Reason.MALFORMED_PATH, Set.of());
        }
        return new Refused(Reason.NO_SUCH_PATH, Set.of());
    }

    /// Returns the route if the method is the allowed one.
    static Route only(String allowed, String method, Route route) {
        return method.equals(allowed) ? route : new Refused(Reason.METHOD_NOT_ALLOWED, Set.of(allowed));
    }
}
