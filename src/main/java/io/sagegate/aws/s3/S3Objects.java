package io.sagegate.aws.s3;

import io.sagegate.async.ObjectPlace;
import io.sagegate.async.ObjectStore;
import io.sagegate.async.Upload;
import io.sagegate.aws.call.AwsCall;
import io.sagegate.aws.call.CallException;
import io.sagegate.aws.call.Fields;
import io.sagegate.aws.call.Outgoing;
import io.sagegate.aws.call.Streamed;
import io.sagegate.aws.call.StreamedAnswer;
import io.sagegate.aws.call.TimeLeft;
import io.sagegate.http.Headers;
import io.sagegate.reason.Reason;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/// One bucket: one signed GET for each read, and no request at all for a permission. Thread-safe.
public final class S3Objects implements ObjectStore {
    /// Characters that a path holds unescaped.
    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";

    private static final byte[] NOTHING = {};

    private final AwsCall calls;
    private final String bucket;
    private final String root;

    /// @param root what stands before an object's key in its path
    public S3Objects(AwsCall calls, String bucket, String root) {
        this.calls = calls;
        this.bucket = bucket;
        this.root = root;
    }

    @Override
    public Found read(ObjectPlace place, Duration within) {
        if (!place.bucket().equals(bucket)) {
            return new Found.Unreadable(Reason.GATEWAY_NOT_PERMITTED);
        }
        var time = TimeLeft.of(within);
        try {
            var request = new Outgoing("GET", path(place), new Fields(), NOTHING);
            return switch (calls.stream(request, calls.own(), time)) {
                case Streamed.Begun(var answer) -> present(answer, time);
                case Streamed.Refused(var refusal) ->
                    switch (refusal.status()) {
                        case 404 -> new Found.Absent();
                        case 403 -> new Found.Unreadable(Reason.GATEWAY_NOT_PERMITTED);
                        default -> new Found.Unreadable(Reason.STORE_UNAVAILABLE);
                    };
            };
        } catch (CallException e) {
            return new Found.Unreadable(Reason.STORE_UNAVAILABLE);
        }
    }

    private static Found present(StreamedAnswer answer, TimeLeft time) {
        var length = answer.first("Content-Length")
                .filter(text -> text.matches("[0-9]{1,15}"))
                .map(Long::parseLong)
                .orElse(-1L);
        var type = answer.first("Content-Type").orElse("application/octet-stream");
        return new Found.Present(type, length, new ObjectBody(answer, length, time));
    }

    /// S3 compares the content with the checksum, and writes only where nothing is yet: all of it is signed.
    ///
    /// Source: Amazon S3 User Guide, "Checking object integrity" and "Conditional writes".
    @Override
    public Optional<Permission> permission(Upload upload, Duration life) {
        var checksum = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(upload.sha256()));
        var fields = Headers.of(
                "content-length",
                Long.toString(upload.length()),
                "content-type",
                upload.contentType(),
                "if-none-match",
                "*",
                "x-amz-checksum-sha256",
                checksum);
        var signed = new Fields();
        fields.forEach(signed::add);
        try {
            var address = calls.presigned("PUT", path(upload.place()), signed, life);
            return Optional.of(new Permission(URI.create(address), fields));
        } catch (CallException e) {
            return Optional.empty();
        }
    }

    private String path(ObjectPlace place) {
        var out = new StringBuilder(root).append('/');
        for (var b : place.key().getBytes(StandardCharsets.UTF_8)) {
            var c = (char) (b & 0xFF);
            if (PLAIN.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append(String.format("%%%02X", b & 0xFF));
            }
        }
        return out.toString();
    }
}
