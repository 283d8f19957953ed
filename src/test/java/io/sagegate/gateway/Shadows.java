package io.sagegate.gateway;

import static io.sagegate.gateway.LineOfGateway.grant;

import io.sagegate.api.Response;
import io.sagegate.audit.AuditEvent;
import io.sagegate.audit.ocsf.AuditSource;
import io.sagegate.audit.ocsf.OcsfWriter;
import io.sagegate.policy.Shadowed;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Rules in shadow as a policy writes them, for tests.
final class Shadows {
    static final String JSON = "application/json";
    static final String BODY = "{\"prompt\":\"a secret\",\"max_tokens\":500}";
    static final Map<String, Object> TOLD = Map.of("shadow", true, "header", true);

    private Shadows() {}

    static Map<String, Object> with(Map<String, ?> rule, Object enforce) {
        var shadow = new LinkedHashMap<String, Object>(rule);
        shadow.put("enforce", enforce);
        return shadow;
    }

    static Map<String, Object> limit(String text) {
        return with(Map.of("limit", text), "shadow");
    }

    static Map<String, Object> guard(Object enforce) {
        return Map.of("name", "no-secrets", "rules", with(Map.of("deny", List.of("secret")), enforce));
    }

    static Map<String, Object> filter(Map<?, ?>... rules) {
        return Map.of("name", "mask", "rules", List.of(rules));
    }

    static Map<String, Object> deny(Object enforce) {
        return grant("effect", "deny", "enforce", enforce);
    }

    static LineOfGateway line(List<Map<String, Object>> grants) {
        return new LineOfGateway(grants, Map.of());
    }

    static Response call(LineOfGateway line) {
        line.record.clear();
        return line.whole(line.request("invocations", BODY, "content-type", JSON));
    }

    static List<Shadowed> shadowed(LineOfGateway line) {
        return line.completion().ruling().shadowed();
    }

    static String text(AuditEvent event) {
        var draft = new OcsfWriter(new AuditSource("111122223333", "us-east-1", "test")).draft(event);
        return new String(draft.line(), StandardCharsets.US_ASCII);
    }
}
