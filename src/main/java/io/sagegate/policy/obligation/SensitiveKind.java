package io.sagegate.policy.obligation;

import java.util.Arrays;
import java.util.Optional;

/// A kind of data that can be masked by name. At one place of a text the kinds are tried in this order.
public enum SensitiveKind {
    PRIVATE_KEY("private-key"),
    JWT("jwt"),
    AWS_KEY("aws-key"),
    EMAIL("email"),
    IBAN("iban"),
    CARD("card"),
    US_SSN("us-ssn"),
    IPV4("ipv4"),
    IPV6("ipv6"),
    PHONE("phone");

    private final String code;

    SensitiveKind(String code) {
        this.code = code;
    }

    /// The name in policies.
    public String code() {
        return code;
    }

    public static Optional<SensitiveKind> ofCode(String code) {
        return Arrays.stream(values()).filter(kind -> kind.code.equals(code)).findFirst();
    }
}
