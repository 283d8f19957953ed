package io.sagegate.api;

import io.sagegate.policy.name.Names;
import java.util.Set;

/// Checks the S3 location of an asynchronous call's input, and whether a grant covers it.
final class S3Input {
    private S3Input() {}

    static boolean isLocation(String text) {
        return Names.isS3Place(text) && !text.endsWith("/");
    }

    /// @param granted URIs of single objects, or prefixes that end in `/`
    static boolean isGranted(String location, Set<String> granted) {
        return granted.stream()
                .anyMatch(place -> place.endsWith("/") ? location.startsWith(place) : location.equals(place));
    }
}
