package io.sagegate.aws.call;

import io.sagegate.aws.call.CallException.Fault;
import io.sagegate.sim.world.Net;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.crt.http.HttpRequest;

/// Takes the place of [Wire] and [Signer]: hands requests to the simulated network.
public final class SimWire {
    private SimWire() {}

    public static Answer answer(Origin origin, Outgoing request, int maxBytes, TimeLeft time) throws CallException {
        return answer(origin, request.to(origin), maxBytes, time);
    }

    public static Answer answer(Origin origin, HttpRequest request, int maxBytes, TimeLeft time) throws CallException {
        return switch (Net.exchange(sent(origin, request), time.nanos())) {
            case Net.Fate.Answered(var status, var headers, var body) -> {
                if (body.length > maxBytes) {
                    throw new CallException(Fault.TOO_LARGE, "an answer over " + maxBytes + " bytes");
                }
                var fields = new Fields();
                headers.forEach(fields::add);
                yield new Answer(status, fields, body);
            }
            case Net.Fate.Streaming _ -> throw new IllegalStateException("nobody asked for a stream");
            case Net.Fate.Failed failed -> throw fault(failed);
        };
    }

    public static StreamedAnswer stream(Origin origin, HttpRequest request, TimeLeft time) throws CallException {
        return switch (Net.exchange(sent(origin, request), time.nanos())) {
            case Net.Fate.Streaming(var status, var headers, var pieces) -> SimStreams.of(status, headers, pieces);
            case Net.Fate.Answered(var status, var headers, var body) ->
                SimStreams.of(status, headers, List.of(new Net.Piece.Bytes(0, body), new Net.Piece.End(1, false)));
            case Net.Fate.Failed failed -> throw fault(failed);
        };
    }

    private static CallException fault(Net.Fate.Failed failed) {
        return switch (failed) {
            case Net.Fate.NotSent _ -> new CallException(Fault.NOT_SENT, "no connection");
            case Net.Fate.TimedOut _ -> new CallException(Fault.TIMED_OUT, "no answer in time");
            case Net.Fate.Broken _ -> new CallException(Fault.BROKEN, "the connection broke");
        };
    }

    private static Net.Sent sent(Origin origin, HttpRequest request) {
        return new Net.Sent(
                origin.host(), request.getMethod(), request.getEncodedPath(), headers(request), body(request));
    }

    /// The request, with the name of who would have signed it.
    public static HttpRequest unsigned(Outgoing request, Credentials credentials, Service service) {
        var unsigned = request.to(service.origin());
        unsigned.addHeader("X-Sim-Signer", credentials.accessKeyId());
        return unsigned;
    }

    private static Map<String, String> headers(HttpRequest request) {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        request.getHeaders().forEach(header -> headers.put(header.getName(), header.getValue()));
        return headers;
    }

    private static byte[] body(HttpRequest request) {
        var stream = request.getBodyStream();
        if (stream == null) {
            return new byte[0];
        }
        var body = ByteBuffer.allocate((int) stream.getLength());
        while (!stream.sendRequestBody(body)) {
            // The next piece.
        }
        return body.array();
    }
}
