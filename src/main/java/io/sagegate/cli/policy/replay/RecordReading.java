package io.sagegate.cli.policy.replay;

import io.sagegate.cli.audit.AuditRecord;
import io.sagegate.json.Members;
import io.sagegate.policy.Action;
import io.sagegate.policy.Target;
import io.sagegate.reason.Reason;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads decisions off audit lines. An attempt tells the parts of the endpoint that were asked for, a completion those
/// that answered; so of a call that was attempted, the attempts count.
final class RecordReading {
    /// Where the record cuts a subject: one so long may be another caller's.
    private static final int CUT = 512;

    /// Member names on a line, and characters of each, where the record cuts them.
    private static final int MOST_MEMBERS = 8;

    private static final int LONGEST_MEMBER = 256;

    /// Attempts that are remembered until they end: a call that never ends is forgotten with the oldest.
    private static final int MOST_OPEN = 100_000;

    private static final Map<String, Action> OPERATIONS = Map.of(
            "InvokeEndpoint", Action.INVOKE,
            "InvokeEndpointWithResponseStream", Action.INVOKE_STREAM,
            "InvokeEndpointAsync", Action.INVOKE_ASYNC);

    /// The reasons that the decision point gives.
    private static final Set<String> DENIALS = Stream.of(
                    Reason.NOT_GRANTED,
                    Reason.EXPLICITLY_DENIED,
                    Reason.TARGET_NOT_GRANTED,
                    Reason.TARGET_NOT_SUPPORTED,
                    Reason.CONDITION_NOT_MET,
                    Reason.GRANT_EXPIRED)
            .map(Reason::code)
            .collect(Collectors.toSet());

    private final Set<String> attempted = new HashSet<>();

    /// The facts that a line tells.
    sealed interface Read {
        /// A decision, with all that the record has of it.
        record Decided(RecordedCall call) implements Read {}

        /// A decision that cannot be put again, and why.
        record Untold(String request, String why) implements Read {}

        /// The policy was not asked: the request ended before, or asked for no call.
        record NotAsked() implements Read {}

        /// A decision that was told already.
        record Nothing() implements Read {}
    }

    Read read(AuditRecord line) {
        if (line.isAttempt()) {
            if (attempted.size() >= MOST_OPEN) {
                attempted.clear();
            }
            attempted.add(line.request());
            return decided(line, Outcome.granted(Set.of(line.text("policy/uid"))));
        }
        if (attempted.remove(line.request())) {
            return new Read.Nothing();
        }
        var reason = line.text("status_code");
        if (!line.text("policy/uid").isEmpty()) {
            return decided(line, Outcome.granted(Set.of(line.text("policy/uid"))));
        }
        if (reason.equals(Reason.NO_SUCH_MODEL.code())) {
            return new Read.Untold(line.request(), "the model's name is not on record");
        }
        return DENIALS.contains(reason) ? decided(line, Outcome.denied(reason)) : new Read.NotAsked();
    }

    private static Read decided(AuditRecord line, Outcome outcome) {
        var target = target(line);
        var action = Optional.ofNullable(OPERATIONS.get(line.text("api/operation")));
        if (target.isEmpty() || action.isEmpty()) {
            return new Read.Untold(line.request(), "the endpoint is not on record");
        }
        var subject = line.text("actor/user/uid");
        if (subject.length() >= CUT || subject.contains("\uFFFD")) {
            return new Read.Untold(line.request(), "the caller's name is not on record in full");
        }
        var caller =
                new RecordedCall.Caller(line.text("unmapped/principal_kind"), line.text("actor/idp/name"), subject);
        var length = number(line.text("http_request/body_length"));
        var isElsewhere = action.get() == Action.INVOKE_ASYNC && length.orElse(0) == 0;
        return new Read.Decided(new RecordedCall(
                line.request(),
                line.time(),
                number(line.text("policy/version")).orElse(0),
                caller,
                action.get(),
                target.get(),
                line.text("src_endpoint/ip"),
                isElsewhere ? OptionalLong.empty() : length,
                outcome,
                members(line)));
    }

    /// A list or a name that the record may have cut is not all there is.
    private static RecordedCall.Members members(AuditRecord line) {
        if (!(line.json().object("unmapped").get("members") instanceof List<?> list)) {
            return RecordedCall.Members.UNTOLD;
        }
        var names = list.stream()
                .map(String::valueOf)
                .filter(name -> name.length() < LONGEST_MEMBER && !name.contains("\uFFFD"))
                .collect(Collectors.toSet());
        return new RecordedCall.Members(names, list.size() < MOST_MEMBERS && names.size() == list.size());
    }

    private static OptionalLong number(String text) {
        return text.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    private static Optional<Target> target(AuditRecord line) {
        var resources = line.json().each("resources");
        return named(resources, "AWS::SageMaker::Endpoint")
                .map(endpoint -> new Target(
                        place(line, endpoint),
                        named(resources, "SageMaker production variant"),
                        named(resources, "AWS::SageMaker::InferenceComponent"),
                        named(resources, "SageMaker target model"),
                        named(resources, "SageMaker container")));
    }

    /// The endpoint as policies name it: whole where it is of another region or account than the gateway. The record's
    /// ARN has the name in lower case.
    private static String place(AuditRecord line, String name) {
        var arn = line.text("resources/0/uid").split(":", 6);
        if (arn.length < 6
                || (arn[3].equals(line.text("cloud/region")) && arn[4].equals(line.text("cloud/account/uid")))) {
            return name;
        }
        return String.join(":", List.of(arn).subList(0, 5)) + ":endpoint/" + name;
    }

    private static Optional<String> named(List<Members> resources, String type) {
        return resources.stream()
                .filter(each -> each.text("type").equals(type))
                .map(each -> each.text("name"))
                .findFirst();
    }
}
