package io.sagegate.local;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// The account that the stack plays, and the credentials of its function.
///
/// The credentials are invented, unless an outside AWS endpoint is used. They are then the developer's own, from
/// the environment.
record Account(String accessKey, String secretKey, Optional<String> sessionToken) {
    static final String ID = "111122223333";
    static final String REGION = "us-east-1";
    private static final Account INVENTED = new Account("AKIALOCALSTACK000000", "local-secret", Optional.empty());

    static Account of(StackOptions options, Map<String, String> environment) {
        boolean outside = options.dynamodb().isPresent() || options.sagemaker().isPresent();
        String key = environment.get("AWS_ACCESS_KEY_ID");
        String secret = environment.get("AWS_SECRET_ACCESS_KEY");
        if (!outside || key == null || secret == null) {
            return INVENTED;
        }
        return new Account(key, secret, Optional.ofNullable(environment.get("AWS_SESSION_TOKEN")));
    }

    AwsCredentialsProvider provider() {
        return StaticCredentialsProvider.create(
                sessionToken.isPresent()
                        ? AwsSessionCredentials.create(accessKey, secretKey, sessionToken.get())
                        : AwsBasicCredentials.create(accessKey, secretKey));
    }

    /// The environment variables in which Lambda gives credentials to a function.
    Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>();
        variables.put("AWS_ACCESS_KEY_ID", accessKey);
        variables.put("AWS_SECRET_ACCESS_KEY", secretKey);
        sessionToken.ifPresent(token -> variables.put("AWS_SESSION_TOKEN", token));
        return variables;
    }

    @Override
    public String toString() {
        return "Account[" + accessKey + "]";
    }
}
