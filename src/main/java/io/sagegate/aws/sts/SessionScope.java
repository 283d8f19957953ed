package io.sagegate.aws.sts;

import io.sagegate.policy.Action;
import io.sagegate.policy.Decision;
import io.sagegate.policy.Target;
import io.sagegate.policy.name.EndpointArn;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.regex.Pattern;

/// The scope of one assumed session: the role, one action on one endpoint, and the caller's name.
///
/// @param role the role's ARN
/// @param name the session's name, and its source identity
/// @param policy the session policy, which limits the role's rights for the session
record SessionScope(String role, String name, String policy) {
    private static final Pattern ROLE = Pattern.compile("arn:([a-z-]+):iam::([0-9]{12}):role/.+");

    /// @throws IllegalArgumentException if the role is not an ARN; the role of a grant always is
    static SessionScope of(String role, Decision.Permit permit, String region) {
        var arn = ROLE.matcher(role);
        if (!arn.matches()) {
            throw new IllegalArgumentException("not a role");
        }
        // An endpoint that is not named whole is one of the role's own account: that is where SageMaker looks for it.
        var own = "arn:" + arn.group(1) + ":sagemaker:" + region + ":" + arn.group(2) + ":";
        var prefix = permit.target().arn().map(EndpointArn::prefix).orElse(own);
        return new SessionScope(
                role, SessionName.of(permit.question().principal()), policy(prefix, permit.action(), permit.target()));
    }

    private static String policy(String prefix, Action action, Target target) {
        var resources = new LinkedHashSet<String>();
        add(resources, prefix + "endpoint/", target.name());
        target.component().ifPresent(name -> add(resources, prefix + "inference-component/", name));
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"" + iam(action)
                + "\",\"Resource\":[\"" + String.join("\",\"", resources) + "\"]}]}";
    }

    /// SageMaker writes names in ARNs in lower case. One name in two letter cases is still one endpoint.
    private static void add(LinkedHashSet<String> resources, String prefix, String name) {
        resources.add(prefix + name);
        resources.add(prefix + name.toLowerCase(Locale.ROOT));
    }

    private static String iam(Action action) {
        return switch (action) {
            case INVOKE -> "sagemaker:InvokeEndpoint";
            case INVOKE_STREAM -> "sagemaker:InvokeEndpointWithResponseStream";
            case INVOKE_ASYNC -> "sagemaker:InvokeEndpointAsync";
        };
    }
}
