package io.sagegate.async;

import io.sagegate.policy.name.Names;
import java.util.Optional;

/// One object in S3.
///
/// @param key without what S3 clients resolve, decode or expand
public record ObjectPlace(String bucket, String key) {
    private static final String SCHEME = "s3://";

    /// Empty for a text that names no object, or one that two readers could take for different ones.
    public static Optional<ObjectPlace> of(String location) {
        if (!Names.isS3Place(location) || location.endsWith("/")) {
            return Optional.empty();
        }
        var slash = location.indexOf('/', SCHEME.length());
        var key = location.substring(slash + 1);
        return ("/" + key).contains("//")
                ? Optional.empty()
                : Optional.of(new ObjectPlace(location.substring(SCHEME.length(), slash), key));
    }

    /// Whether the object lies under a prefix that ends in `/`, of a bucket.
    public boolean isUnder(String ofBucket, String prefix) {
        return bucket.equals(ofBucket) && key.startsWith(prefix) && key.length() > prefix.length();
    }

    public String location() {
        return SCHEME + bucket + "/" + key;
    }
}
