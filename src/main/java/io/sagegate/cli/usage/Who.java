package io.sagegate.cli.usage;

import io.sagegate.limits.UsageKey;

/// Says in words whose usage an item counts.
final class Who {
    private Who() {}

    static String of(UsageKey key) {
        var of = (key.inShadow() ? " in shadow" : "")
                + (key.role().isEmpty() ? "" : " as " + key.role())
                + (key.endpoint().isEmpty() ? ", all endpoints" : ", " + key.endpoint());
        return switch (key.scope()) {
            case PRINCIPAL -> key.issuer() + ":" + key.subject() + of;
            case ROLE -> "everybody" + of;
            case ENDPOINT -> "all callers" + of;
        };
    }
}
