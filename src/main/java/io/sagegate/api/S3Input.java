package io.sagegate.api;

import io.sagegate.policy.Names;
import java.util.Set;

/// Where an asynchronous call's input lies in S3, and whether a grant covers it.
final class S3Input {
    private S3Input() {}

    static boolean isLocation(String text) {
        return Names.isS3Place(text) && !text.endsWith("/");
    }

    /// @param granted whole objects, or prefixes that end in `/`
    static boolean isGranted(String location, Set<String> granted) {
        return granted.stream()
                .anyMatch(place -> place.endsWith("/") ? location.startsWith(place) : location.equals(place));
    }
}
