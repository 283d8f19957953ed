package io.sagegate.audit.ocsf;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sagegate.identity.ApiClient;
import io.sagegate.identity.IamIdentity;
import io.sagegate.identity.OidcUser;
import io.sagegate.identity.Principal;
import java.io.IOException;
import java.util.Optional;

/// Writes OCSF's `actor`: the caller, its session, and the issuer that vouches for it.
final class OcsfActor {
    private static final int NAME = 512;

    /// Longest ARN, in characters: a path of 512 and a name of 64, plus the fixed parts.
    private static final int ARN = 1_024;

    private OcsfActor() {}

    static void write(JsonGenerator json, Optional<Principal> principal) throws IOException {
        json.writeObjectFieldStart("actor");
        if (principal.isPresent()) {
            switch (principal.get()) {
                case OidcUser user -> oidc(json, user);
                case IamIdentity iam -> iam(json, iam);
                case ApiClient client -> client(json, client);
            }
        } else {
            startUser(json, "unknown", 0, "Unknown");
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void oidc(JsonGenerator json, OidcUser user) throws IOException {
        startUser(json, Text.bounded(user.subject(), NAME), 1, "User");
        json.writeEndObject();
        json.writeObjectFieldStart("session");
        json.writeStringField("issuer", Text.bounded(user.issuerUri(), NAME));
        optional(json, "uid", user.tokenId());
        json.writeEndObject();
        idp(json, user.issuer(), "OIDC");
    }

    private static void iam(JsonGenerator json, IamIdentity iam) throws IOException {
        startUser(json, Text.bounded(iam.arn(), ARN), 1, "User");
        json.writeObjectFieldStart("account");
        json.writeStringField("uid", Text.bounded(iam.account(), NAME));
        json.writeNumberField("type_id", 10);
        json.writeStringField("type", "AWS Account");
        json.writeEndObject();
        optional(json, "uid_alt", iam.cognitoIdentityId());
        if (iam.accessKey().isPresent()) {
            credential(json, iam.accessKey().get(), "AWS access key");
        }
        json.writeEndObject();
        if (iam.session().isPresent()) {
            json.writeObjectFieldStart("session");
            optional(json, "uid", iam.session());
            json.writeEndObject();
        }
        idp(json, "iam", "SigV4");
    }

    private static void client(JsonGenerator json, ApiClient client) throws IOException {
        startUser(json, Text.bounded(client.client(), NAME), 4, "Service");
        credential(json, client.keyId(), "API key");
        json.writeEndObject();
        idp(json, "key", "API key");
    }

    private static void startUser(JsonGenerator json, String uid, int typeId, String type) throws IOException {
        json.writeObjectFieldStart("user");
        json.writeStringField("uid", uid);
        json.writeNumberField("type_id", typeId);
        json.writeStringField("type", type);
    }

    private static void credential(JsonGenerator json, String uid, String type) throws IOException {
        json.writeArrayFieldStart("programmatic_credentials");
        json.writeStartObject();
        json.writeStringField("uid", Text.bounded(uid, NAME));
        json.writeStringField("type", type);
        json.writeEndObject();
        json.writeEndArray();
    }

    private static void idp(JsonGenerator json, String name, String protocol) throws IOException {
        json.writeObjectFieldStart("idp");
        json.writeStringField("name", Text.bounded(name, NAME));
        json.writeStringField("protocol_name", protocol);
        json.writeEndObject();
    }

    private static void optional(JsonGenerator json, String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(name, Text.bounded(value.get(), NAME));
        }
    }
}
