package io.sagegate.aws.sagemaker;

import io.sagegate.aws.call.Fields;
import io.sagegate.aws.call.Outgoing;
import io.sagegate.http.Headers;
import io.sagegate.inference.Invocation;
import io.sagegate.policy.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Builds the requests of the three operations: the permitted target, and the header fields of that operation.
///
/// Source: Amazon SageMaker API Reference, "Amazon SageMaker Runtime".
final class Requests {
    private static final String PREFIX = "X-Amzn-SageMaker-";
    private static final List<Passed> BUFFERED =
            passed("Custom-Attributes", "Inference-Id", "Enable-Explanations", "Session-Id", "Prefix-Aware-Id");
    private static final List<Passed> STREAMED =
            passed("Custom-Attributes", "Inference-Id", "Session-Id", "Prefix-Aware-Id");
    private static final List<Passed> QUEUED = passed(
            "Custom-Attributes",
            "Inference-Id",
            "InputLocation",
            "Filename",
            "RequestTTLSeconds",
            "InvocationTimeoutSeconds");

    private Requests() {}

    static Outgoing buffered(Invocation.Buffered invocation) {
        var headers = invocation.headers();
        var fields = target(invocation.permit().target())
                .add(PREFIX + "Target-Model", invocation.permit().target().model())
                .add("Content-Type", headers.first("content-type"))
                .add("Accept", headers.first("accept"));
        return post(invocation, "/invocations", own(fields, headers, BUFFERED));
    }

    static Outgoing streamed(Invocation.Streamed invocation) {
        var headers = invocation.headers();
        var fields = target(invocation.permit().target())
                .add("Content-Type", headers.first("content-type"))
                .add(PREFIX + "Accept", headers.first("accept"));
        return post(invocation, "/invocations-response-stream", own(fields, headers, STREAMED));
    }

    /// A queued request has the S3 location of its input, or else the body itself.
    static Outgoing queued(Invocation.Queued invocation) {
        var headers = invocation.headers();
        var fields = new Fields()
                .add(PREFIX + "Content-Type", headers.first("content-type"))
                .add(PREFIX + "Accept", headers.first("accept"));
        return post(invocation, "/async-invocations", own(fields, headers, QUEUED));
    }

    private static Outgoing post(Invocation invocation, String operation, Fields fields) {
        return Outgoing.post(
                        "/endpoints/" + name(invocation.permit().target().name()) + operation,
                        fields,
                        invocation.body().bytes())
                .hashed(invocation.body().hash());
    }

    /// Refuses a name that a path would have to encode: it must not change the path. No endpoint has such a name.
    private static String name(String endpoint) {
        for (var i = 0; i < endpoint.length(); i++) {
            var c = endpoint.charAt(i);
            var letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && (c < '0' || c > '9') && c != '-') {
                throw new IllegalArgumentException("not the name of an endpoint");
            }
        }
        return endpoint;
    }

    private static Fields target(Target target) {
        return new Fields()
                .add(PREFIX + "Target-Variant", target.variant())
                .add(PREFIX + "Inference-Component", target.component())
                .add(PREFIX + "Target-Container-Hostname", target.container());
    }

    /// A field that is passed on, by SageMaker's name and by the call's.
    private record Passed(String field, String header) {}

    private static List<Passed> passed(String... names) {
        return Arrays.stream(names)
                .map(name -> new Passed(PREFIX + name, (PREFIX + name).toLowerCase(Locale.ROOT)))
                .toList();
    }

    private static Fields own(Fields fields, Headers headers, List<Passed> passed) {
        for (var each : passed) {
            fields.add(each.field, headers.first(each.header));
        }
        return fields;
    }
}
