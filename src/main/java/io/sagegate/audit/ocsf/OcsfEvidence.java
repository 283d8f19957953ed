package io.sagegate.audit.ocsf;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sagegate.identity.Evidence;
import java.io.IOException;
import java.util.Optional;

/// Writes the facts about a refused credential. They are not part of `actor`, which stays unknown, because the
/// credential identified nobody.
final class OcsfEvidence {
    private OcsfEvidence() {}

    static void write(JsonGenerator json, Optional<Evidence> refused) throws IOException {
        if (refused.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("refused_credential");
        switch (refused.get()) {
            case Evidence.SignedToken token -> token(json, token);
            case Evidence.PresentedKey key -> {
                json.writeStringField("kind", "key");
                json.writeStringField("key_id", Text.bounded(key.keyId(), Evidence.MAX_TEXT));
            }
        }
        json.writeEndObject();
    }

    private static void token(JsonGenerator json, Evidence.SignedToken token) throws IOException {
        json.writeStringField("kind", "oidc");
        json.writeStringField("idp", Text.bounded(token.issuer(), Evidence.MAX_TEXT));
        json.writeStringField("issuer", Text.bounded(token.issuerUri(), Evidence.MAX_TEXT));
        if (token.subject().isPresent()) {
            json.writeStringField("subject", Text.bounded(token.subject().get(), Evidence.MAX_TEXT));
        }
        json.writeArrayFieldStart("audiences");
        for (var audience : token.audiences()) {
            json.writeString(Text.bounded(audience, Evidence.MAX_TEXT));
        }
        json.writeEndArray();
    }
}
