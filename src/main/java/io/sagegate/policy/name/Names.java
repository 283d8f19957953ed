package io.sagegate.policy.name;

import java.util.regex.Pattern;

/// The name rules of SageMaker and of the policy. They are SageMaker's own patterns, so a policy compares only
/// names that a call can carry.
///
/// Source: SageMaker Runtime API reference, `InvokeEndpoint` URI and header parameters.
public final class Names {
    /// The description of each kind of name, for messages. SageMaker's rules are its own; the policy's names have
    /// ours.
    public static final String ENDPOINT = resource("an endpoint name") + "; or an endpoint's whole ARN";

    public static final String VARIANT = resource("a variant name");
    public static final String COMPONENT = resource("an inference component name");
    public static final String CONTAINER = resource("a container host name");
    public static final String MODEL = "a target model: up to 1,024 printable ASCII characters, no space first";
    public static final String PLACE = "an s3:// object, or a prefix that ends in /";
    public static final String OWN = "a name; use a-z, 0-9, '.', '_' and '-', up to 64, a letter or digit at both ends";

    /// Characters of the longest name of a resource.
    private static final int MOST_IN_RESOURCE = 63;

    private static final Pattern TARGET_MODEL = Pattern.compile("[!-~][ -~]{0,1023}");
    private static final Pattern ROLE = Pattern.compile("[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?");

    private static final String BUCKET = "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]";
    private static final Pattern S3_PLACE = Pattern.compile("s3://" + BUCKET + "/[ -~&&[^*?#%\\\\]]{0,960}");

    private Names() {}

    private static String resource(String what) {
        return what + ": up to 63 of a-z, A-Z, 0-9 and '-', a letter or digit at both ends";
    }

    /// A message that says that a text is no such name, and which form the name must have.
    public static String not(String name, String what) {
        return "\"" + name + "\" is not " + what;
    }

    /// An endpoint, variant, inference component or container host name.
    public static boolean isResource(String name) {
        for (var i = 0; i < name.length(); i++) {
            if (!isAlphanumeric(name.charAt(i)) && name.charAt(i) != '-') {
                return false;
            }
        }
        return !name.isEmpty()
                && name.length() <= MOST_IN_RESOURCE
                && isAlphanumeric(name.charAt(0))
                && isAlphanumeric(name.charAt(name.length() - 1));
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /// An endpoint's name, or its whole ARN.
    public static boolean isEndpoint(String text) {
        return isResource(text) || EndpointArn.of(text).isPresent();
    }

    /// The relative path of a model on a multi-model endpoint.
    public static boolean isTargetModel(String name) {
        return TARGET_MODEL.matcher(name).matches();
    }

    /// A role, issuer, model or filter name of our own policy.
    public static boolean isPolicyName(String name) {
        return ROLE.matcher(name).matches();
    }

    /// An object in S3, or a prefix that ends in `/`. It holds no character or sequence that S3 clients resolve,
    /// decode or expand. A key may have single spaces inside. Two spaces, or one at an edge, may reach S3 as one or
    /// none.
    public static boolean isS3Place(String place) {
        return S3_PLACE.matcher(place).matches()
                && !place.contains("  ")
                && !place.contains("/ ")
                && !place.endsWith(" ")
                && !place.contains("/../")
                && !place.contains("/./")
                && !place.endsWith("/..")
                && !place.endsWith("/.");
    }

    /// The reason why a text is no place in S3, for messages.
    public static String notPlace(String text) {
        var bucket = text.startsWith("s3://") ? text.substring(5).split("/", -1)[0] : "";
        if (text.startsWith("s3://") && !bucket.matches(BUCKET)) {
            return "\"" + bucket
                    + "\" is not a bucket name: 3 to 63 of a-z, 0-9, '.' and '-', a letter or digit at both" + " ends";
        }
        if (text.endsWith("/*")) {
            return "a prefix ends in / and takes no *; write \"" + text.substring(0, text.length() - 1) + "\"";
        }
        return not(text, PLACE);
    }

    /// Whether a text has a character that other systems read as "any".
    public static boolean hasWildcard(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    }
}
