package io.sagegate.policy.document;

import io.sagegate.identity.RequiredClaim;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Reads the values that an issuer's claims must have: a text, a number, `true`, `false`, or `{any: text}`.
final class RequiredClaimReader {
    /// Most required claims of one issuer, since each is checked for every token.
    private static final int MAX_REQUIRED = 16;

    private RequiredClaimReader() {}

    static Map<String, RequiredClaim> claims(PolicyNode node) throws PolicySyntaxException {
        var required = new LinkedHashMap<String, RequiredClaim>();
        if (node.isAbsent()) {
            return required;
        }
        var problems = new Problems();
        for (var key : node.map().keySet()) {
            var name = String.valueOf(key);
            problems.check(() -> required.put(name, claim(node.member(name))));
        }
        problems.raise();
        if (required.size() > MAX_REQUIRED) {
            throw node.error("more than " + MAX_REQUIRED + " required claims");
        }
        return required;
    }

    private static RequiredClaim claim(PolicyNode wanted) throws PolicySyntaxException {
        return switch (wanted.value()) {
            case Boolean flag -> new RequiredClaim.Flag(flag);
            case Number number -> number(wanted, number);
            case Map<?, ?> _ -> any(wanted);
            case String _ -> new RequiredClaim.Text(wanted.exact());
            case null, default ->
                throw wanted.error("expected a text, a number, true, false, or {any: text} for any text");
        };
    }

    private static RequiredClaim number(PolicyNode wanted, Number number) throws PolicySyntaxException {
        try {
            return new RequiredClaim.Numeric(new BigDecimal(number.toString()));
        } catch (NumberFormatException e) {
            throw wanted.error("expected a number that JSON can write");
        }
    }

    private static RequiredClaim any(PolicyNode wanted) throws PolicySyntaxException {
        wanted.onlyMembers(Set.of("any"));
        if (!"text".equals(wanted.member("any").value())) {
            throw wanted.error("expected {any: text}, which stands for any text");
        }
        return new RequiredClaim.AnyText();
    }
}
