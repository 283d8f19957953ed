package io.sagegate.cli.policy.replay;

import io.sagegate.identity.ApiClient;
import io.sagegate.identity.IamIdentity;
import io.sagegate.identity.OidcUser;
import io.sagegate.identity.Principal;
import io.sagegate.policy.Facts;
import io.sagegate.policy.Question;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One way in which everything that the record does not tell may have been.
///
/// @param groups the caller's groups, as far as a policy asks for them
/// @param claims the caller's claims, as far as a policy asks for them
record World(List<String> groups, Map<String, Object> claims, Optional<String> contentType) {
    World {
        groups = List.copyOf(groups);
    }

    /// The call as it was put to the decision point, were the world so.
    Question question(RecordedCall call) {
        return new Question(
                principal(call.caller()),
                call.action(),
                call.target(),
                new Facts(call.sourceIp(), call.bytes(), contentType),
                call.time());
    }

    private Principal principal(RecordedCall.Caller caller) {
        return switch (caller.kind()) {
            case "oidc" -> {
                var all = new LinkedHashMap<String, @Nullable Object>(claims);
                all.putIfAbsent("sub", caller.subject());
                yield new OidcUser(caller.issuer(), "urn:recorded", caller.subject(), groups, Optional.empty(), all);
            }
            case "iam" -> new IamIdentity(caller.subject(), "", Optional.empty(), Optional.empty(), Optional.empty());
            default -> new ApiClient(caller.subject(), "recorded");
        };
    }
}
