package io.sagegate.async;

import io.sagegate.identity.Principal;
import io.sagegate.kit.Sha256;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An input that a caller may put into the gateway's bucket, for asynchronous calls of its own to one endpoint.
///
/// The object's name says how long it is and what its SHA-256 is, and the only address that can write it is signed for
/// exactly that: so the name proves the content, and nothing about uploads must be remembered.
///
/// @param contentType as it is sent to S3; the call itself says what the model is told
/// @param sha256 of the content, in lower-case hex
public record Upload(ObjectPlace place, long length, String contentType, String sha256) {
    private static final String PREFIX = "uploads/";
    private static final Pattern NAME =
            Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/([0-9]{1,12})-([0-9a-f]{64})");

    /// A new place under the caller's own prefix.
    public static Upload of(
            String bucket, Principal caller, String endpoint, long length, String contentType, String sha256) {
        var key = prefix(caller, endpoint) + UUID.randomUUID() + "/" + length + "-" + sha256;
        return new Upload(new ObjectPlace(bucket, key), length, contentType, sha256);
    }

    /// The upload at a location; empty unless it is this caller's, for this endpoint.
    public static Optional<Upload> at(String location, String bucket, Principal caller, String endpoint) {
        var prefix = prefix(caller, endpoint);
        return ObjectPlace.of(location)
                .filter(place -> place.isUnder(bucket, prefix))
                .flatMap(place -> named(place, place.key().substring(prefix.length())));
    }

    /// The name of the upload in the record.
    public String id() {
        var parts = place.key().split("/", -1);
        return parts[parts.length - 2];
    }

    /// Whether a location is in the part of the bucket that holds uploads, whoever made them.
    public static boolean isAmongUploads(String location, String bucket) {
        return ObjectPlace.of(location)
                .filter(place -> place.isUnder(bucket, PREFIX))
                .isPresent();
    }

    private static Optional<Upload> named(ObjectPlace place, String name) {
        return Optional.of(NAME.matcher(name))
                .filter(Matcher::matches)
                .map(parts -> new Upload(place, Long.parseLong(parts.group(1)), "", parts.group(2)));
    }

    /// Neither place nor hash.
    @Override
    public String toString() {
        return "Upload[" + id() + "]";
    }

    /// Hashed: names of callers hold characters that keys should not, and are nobody's business in S3.
    private static String prefix(Principal caller, String endpoint) {
        var subject = Sha256.hex(caller.issuer() + "\n" + caller.subject());
        return PREFIX + subject + "/" + endpoint + "/";
    }
}
