package io.sagegate.policy.name;

import java.util.Optional;
import java.util.regex.Pattern;

/// An endpoint that is named whole, so that its region and account are its own and not the function's.
///
/// Source: Service Authorization Reference, "Resource types defined by Amazon SageMaker".
public record EndpointArn(String partition, String region, String account, String name) {
    private static final Pattern FORM = Pattern.compile(
            "arn:(aws[a-z-]{0,16}):sagemaker:([a-z]{2}[a-z0-9-]{1,30}):([0-9]{12}):endpoint/([a-zA-Z0-9-]{1,63})");

    /// Empty for a bare name.
    public static Optional<EndpointArn> of(String endpoint) {
        if (!endpoint.startsWith("arn:")) {
            return Optional.empty();
        }
        var arn = FORM.matcher(endpoint);
        return arn.matches() && Names.isResource(arn.group(4))
                ? Optional.of(new EndpointArn(arn.group(1), arn.group(2), arn.group(3), arn.group(4)))
                : Optional.empty();
    }

    /// The endpoint's name, however it is named.
    public static String name(String endpoint) {
        return of(endpoint).map(EndpointArn::name).orElse(endpoint);
    }

    /// The prefix of the ARNs of resources beside the endpoint.
    public String prefix() {
        return "arn:" + partition + ":sagemaker:" + region + ":" + account + ":";
    }
}
