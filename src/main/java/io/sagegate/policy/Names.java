package io.sagegate.policy;

import java.util.regex.Pattern;

/// SageMaker's own patterns for names, so that what policy compares is what the call can carry.
///
/// Source: SageMaker Runtime API reference, `InvokeEndpoint` URI and header parameters.
public final class Names {
    private static final Pattern RESOURCE = Pattern.compile("[a-zA-Z0-9](?:-*[a-zA-Z0-9]){0,62}");
    private static final Pattern MODEL = Pattern.compile("[!-~][ -~]{0,1023}");
    private static final Pattern ROLE = Pattern.compile("[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?");

    private static final Pattern S3_PLACE =
            Pattern.compile("s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/[!-~&&[^*?#%\\\\]]{0,960}");

    private Names() {}

    /// An endpoint, variant, inference component or container host name.
    public static boolean isResource(String name) {
        return name.length() <= 63 && RESOURCE.matcher(name).matches();
    }

    /// The relative path of a model on a multi-model endpoint.
    public static boolean isTargetModel(String name) {
        return MODEL.matcher(name).matches();
    }

    /// A role, issuer, model or filter name of our own policy.
    public static boolean isPolicyName(String name) {
        return ROLE.matcher(name).matches();
    }

    /// An object in S3, or a prefix that ends in `/`: without what S3 clients resolve, decode or expand.
    public static boolean isS3Place(String place) {
        return S3_PLACE.matcher(place).matches()
                && !place.contains("/../")
                && !place.contains("/./")
                && !place.endsWith("/..")
                && !place.endsWith("/.");
    }

    /// Whether a text has a character that other systems read as "any".
    public static boolean hasWildcard(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    }
}
