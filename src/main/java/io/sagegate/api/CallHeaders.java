package io.sagegate.api;

import io.sagegate.http.Headers;
import io.sagegate.policy.Action;
import io.sagegate.policy.Decision;
import io.sagegate.policy.Target;
import io.sagegate.policy.name.Names;
import io.sagegate.trace.CallTrace;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The header fields of the SageMaker Runtime API. The call gets the caller's fields that an allow-list names. No
/// other field of the caller is sent on.
///
/// Source: SageMaker Runtime API reference, `InvokeEndpoint` request headers and their patterns.
public final class CallHeaders {
    public static final String CUSTOM_ATTRIBUTES = "x-amzn-sagemaker-custom-attributes";
    public static final String INFERENCE_ID = "x-amzn-sagemaker-inference-id";
    static final String ENABLE_EXPLANATIONS = "x-amzn-sagemaker-enable-explanations";
    static final String SESSION_ID = "x-amzn-sagemaker-session-id";
    static final String PREFIX_AWARE_ID = "x-amzn-sagemaker-prefix-aware-id";
    static final String INPUT_LOCATION = "x-amzn-sagemaker-inputlocation";

    private static final String FILENAME = "x-amzn-sagemaker-filename";
    public static final String REQUEST_TTL = "x-amzn-sagemaker-requestttlseconds";
    public static final String INVOCATION_TIMEOUT = "x-amzn-sagemaker-invocationtimeoutseconds";
    private static final String OWN_ACCEPT = "x-amzn-sagemaker-accept";
    private static final String OWN_CONTENT_TYPE = "x-amzn-sagemaker-content-type";

    private static final String TRACE_STATE = ",tracestate=";
    private static final int MAX_CUSTOM_ATTRIBUTES = 1_024;
    private static final Predicate<String> PRINTABLE =
            Pattern.compile("[!-~][ -~]{0,1023}").asMatchPredicate();
    private static final Predicate<String> IDENTIFIER =
            Pattern.compile("[!-~][ -~]{0,63}").asMatchPredicate();
    private static final Predicate<String> SESSION =
            Pattern.compile("NEW_SESSION|[a-zA-Z0-9](?:-*[a-zA-Z0-9]){0,255}").asMatchPredicate();

    /// The names of the gateway's own attributes, reduced to letters and digits.
    private static final Set<String> OURS = Set.of("traceparent", "tracestate", "xrequestid");

    private static final Pattern PERCENT = Pattern.compile("%([0-7][0-9A-Fa-f])");

    private static final Predicate<String> FILE =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}").asMatchPredicate();
    private static final Predicate<String> EXPLANATIONS =
            Pattern.compile("[ -~]{1,64}").asMatchPredicate();

    /// Thrown if the caller sent a field that SageMaker would not take.
    public static final class InvalidHeaderException extends Exception {
        private static final long serialVersionUID = 1L;

        InvalidHeaderException(String field) {
            super("The header " + field + " must appear once, with a value that SageMaker accepts.");
        }

        InvalidHeaderException(String field, String why) {
            super("The header " + field + ": " + why + ".");
        }
    }

    /// Longest part of a caller's value that an answer repeats, in characters: enough to recognize the value.
    private static final int MAX_ECHO = 128;

    private CallHeaders() {}

    /// The target that the caller names.
    public static Target target(String endpoint, Headers headers) throws InvalidHeaderException {
        return new Target(
                endpoint,
                one(headers, "x-amzn-sagemaker-target-variant", Names::isResource),
                one(headers, "x-amzn-sagemaker-inference-component", Names::isResource),
                one(headers, "x-amzn-sagemaker-target-model", Names::isTargetModel),
                one(headers, "x-amzn-sagemaker-target-container-hostname", Names::isResource));
    }

    /// The fields of the call to the model: the caller's harmless or granted ones, and the gateway's trace.
    public static Headers forCall(Decision.Permit permit, Headers caller, CallTrace ours)
            throws InvalidHeaderException {
        var headers = new Headers.Builder()
                .addIfPresent("content-type", contentType(permit.action(), caller))
                .addIfPresent("accept", accept(permit.action(), caller))
                .add(INFERENCE_ID, inferenceId(permit.action(), caller, ours.requestId()))
                .add(CUSTOM_ATTRIBUTES, customAttributes(permit, caller, ours));
        if (permit.action() == Action.INVOKE_ASYNC) {
            return headers.addIfPresent(INPUT_LOCATION, inputLocation(caller))
                    .addIfPresent(FILENAME, filename(caller))
                    .addIfPresent(REQUEST_TTL, one(caller, REQUEST_TTL, within(60, 21_600)))
                    .addIfPresent(INVOCATION_TIMEOUT, one(caller, INVOCATION_TIMEOUT, within(1, 3_600)))
                    .build();
        }
        if (permit.action() == Action.INVOKE) {
            headers.addIfPresent(ENABLE_EXPLANATIONS, one(caller, ENABLE_EXPLANATIONS, EXPLANATIONS));
        }
        return headers.addIfPresent(SESSION_ID, one(caller, SESSION_ID, SESSION))
                .addIfPresent(PREFIX_AWARE_ID, one(caller, PREFIX_AWARE_ID, IDENTIFIER))
                .build();
    }

    /// SageMaker names an asynchronous call's result after this id. So the caller cannot choose it for such a call:
    /// it could overwrite another caller's result.
    private static String inferenceId(Action action, Headers caller, String requestId) throws InvalidHeaderException {
        return action == Action.INVOKE_ASYNC
                ? UUID.randomUUID().toString()
                : one(caller, INFERENCE_ID, IDENTIFIER).orElse(requestId);
    }

    /// Puts an unguessable id before the caller's name for the result. Otherwise a caller could overwrite another
    /// caller's result.
    private static Optional<String> filename(Headers caller) throws InvalidHeaderException {
        return one(caller, FILENAME, FILE).map(name -> UUID.randomUUID() + "-" + name);
    }

    /// The S3 location of an asynchronous call's input.
    static Optional<String> inputLocation(Headers caller) throws InvalidHeaderException {
        var place = one(caller, INPUT_LOCATION, _ -> true);
        if (place.isPresent() && !S3Input.isLocation(place.get())) {
            throw new InvalidHeaderException(INPUT_LOCATION, Names.notPlace(bounded(place.get())));
        }
        return place;
    }

    /// Shortens a caller's text for an answer to the same caller.
    private static String bounded(String text) {
        return text.substring(0, Math.min(text.length(), MAX_ECHO));
    }

    /// The media type of the body, as the model gets it. Asynchronous calls name it in a field of their own.
    public static Optional<String> contentType(Action action, Headers caller) throws InvalidHeaderException {
        var own = action == Action.INVOKE_ASYNC ? one(caller, OWN_CONTENT_TYPE, PRINTABLE) : Optional.<String>empty();
        return own.isPresent() ? own : one(caller, "content-type", PRINTABLE);
    }

    private static Optional<String> accept(Action action, Headers caller) throws InvalidHeaderException {
        var own = action == Action.INVOKE ? Optional.<String>empty() : one(caller, OWN_ACCEPT, PRINTABLE);
        return own.isPresent()
                ? own
                : one(caller, "accept", PRINTABLE)
                        .filter(accept -> !accept.equals("*/*") && !accept.contains(Framing.EVENT_STREAM));
    }

    private static Predicate<String> within(int min, int max) {
        return value -> value.matches("[0-9]{1,5}") && Integer.parseInt(value) >= min && Integer.parseInt(value) <= max;
    }

    /// Builds the attributes: the caller's own if granted, then the gateway's trace and request id. The caller's
    /// `tracestate` follows in the room that is left. The caller's attributes cannot use
    /// the gateway's names, and cannot leave a quotation open around its attributes.
    private static String customAttributes(Decision.Permit permit, Headers caller, CallTrace ours)
            throws InvalidHeaderException {
        var ids = "traceparent=" + ours.traceParent() + ",x-request-id=" + ours.requestId();
        var room = MAX_CUSTOM_ATTRIBUTES - ids.length() - 1;
        var theirs = permit.grant().customAttributes()
                ? one(caller, CUSTOM_ATTRIBUTES, value -> value.length() <= room && isTheirs(value))
                        .map(value -> value + ",")
                        .orElse("")
                : "";
        var state = ours.traceState()
                .attribute(MAX_CUSTOM_ATTRIBUTES - ids.length() - theirs.length() - TRACE_STATE.length());
        return theirs + ids + (state.isEmpty() ? "" : TRACE_STATE + state);
    }

    private static boolean isTheirs(String attributes) {
        return PRINTABLE.test(attributes)
                && !imitates(attributes)
                && !attributes.endsWith("\\")
                && attributes.chars().filter(c -> c == '"').count() % 2 == 0;
    }

    /// Whether the text contains one of the gateway's names, in any letter case, percent-encoded or with separators.
    private static boolean imitates(String attributes) {
        var plain = PERCENT.matcher(attributes)
                .replaceAll(
                        octet -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(octet.group(1), 16))));
        var letters = plain.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        return OURS.stream().anyMatch(letters::contains);
    }

    private static Optional<String> one(Headers headers, String name, Predicate<String> valid)
            throws InvalidHeaderException {
        var values = headers.all(name);
        if (values.isEmpty()) {
            return Optional.empty();
        }
        if (values.size() > 1 || !valid.test(values.getFirst())) {
            throw new InvalidHeaderException(name);
        }
        return Optional.of(values.getFirst());
    }
}
