package io.sagegate.api;

import io.sagegate.policy.Action;
import io.sagegate.policy.name.Names;
import io.sagegate.reason.Reason;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

    // No percent sign is accepted: no path served here needs one. This excludes encoded slashes, dot segments and
    // double
    // encoding at once.
    String MARKS = "_-";
    int MOST_SEGMENTS = 8;
    int LONGEST_SEGMENT = 128;
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
        if (!isAcceptable(path)) {
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
        var parts = path.split("/", -1);
        return parts.length >= 4 && parts[1].equals("endpoints")
                ? ofEndpoint(method, parts)
                : new Refused(Reason.NO_SUCH_PATH, Set.of());
    }

    /// @param parts the path's, of which the first is empty
    private static Route ofEndpoint(String method, String[] parts) {
        var endpoint = parts[2];
        var operation = parts[3];
        var found = found(operation, endpoint, parts);
        if (found.isEmpty()) {
            return new Refused(Reason.NO_SUCH_PATH, Set.of());
        }
        if (!Names.isResource(endpoint)) {
            return new Refused(Reason.MALFORMED_PATH, Set.of());
        }
        return only(found.get() instanceof Result ? "GET" : "POST", method, found.get());
    }

    private static Optional<Route> found(String operation, String endpoint, String[] parts) {
        if (parts.length == 5) {
            return operation.equals("async-invocations")
                    ? Optional.of(new Result(endpoint, parts[4]))
                    : Optional.empty();
        }
        if (parts.length != 4) {
            return Optional.empty();
        }
        return operation.equals("uploads")
                ? Optional.of(new Upload(endpoint))
                : Optional.ofNullable(OPERATIONS.get(operation)).map(action -> new Invoke(endpoint, action));
    }

    /// Whether a path is one to eight segments of letters, digits, `_`, `-`, and, but for the first character, dots.
    private static boolean isAcceptable(String path) {
        var segments = 0;
        var length = 0;
        for (var i = 0; i < path.length(); i++) {
            var c = path.charAt(i);
            if (c == '/') {
                if (i > 0 && length == 0) {
                    return false;
                }
                segments++;
                length = 0;
            } else if (!(isOrdinary(c) || (c == '.' && length > 0)) || ++length > LONGEST_SEGMENT || segments == 0) {
                return false;
            }
        }
        return length > 0 && segments <= MOST_SEGMENTS;
    }

    private static boolean isOrdinary(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || MARKS.indexOf(c) >= 0;
    }

    /// Returns the route if the method is the allowed one.
    static Route only(String allowed, String method, Route route) {
        return method.equals(allowed) ? route : new Refused(Reason.METHOD_NOT_ALLOWED, Set.of(allowed));
    }
}
