package io.sagegate.local.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One header line as it was sent.
public record Header(String name, String value) {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

    public Header {
        if (!name.matches(TOKEN)) {
            throw new IllegalArgumentException("not a header name");
        }
        if (value.chars().anyMatch(c -> (c < 0x20 && c != '\t') || c == 0x7f)) {
            throw new IllegalArgumentException("control character in header " + name);
        }
    }

    public boolean is(String otherName) {
        return name.equalsIgnoreCase(otherName);
    }

    public String lowerName() {
        return name.toLowerCase(Locale.ROOT);
    }

    public static Optional<String> first(List<Header> headers, String name) {
        return headers.stream().filter(h -> h.is(name)).map(Header::value).findFirst();
    }
}
