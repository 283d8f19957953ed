package io.sagegate.api;

import io.sagegate.http.Headers;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// CORS: allows pages of named origins to call the gateway from a browser. Preflights are answered without a
/// credential, since browsers send none with them.
///
/// Source: WHATWG Fetch, "HTTP-CORS protocol".
///
/// @param origins exact origins such as `https://app.example.com`; an empty set turns CORS off
public record Cors(Set<String> origins) {
    /// CORS turned off: no page of another origin may call.
    public static final Cors OFF = new Cors(Set.of());

    private static final Pattern ORIGIN = Pattern.compile("https?://[A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?");
    private static final Pattern FIELDS = Pattern.compile("[A-Za-z0-9-]{1,64}(?: *, *[A-Za-z0-9-]{1,64}){0,63}");
    private static final String METHODS = "GET, POST";

    /// Header fields of answers that a page's script may read.
    private static final String EXPOSED = String.join(
            ", ",
            List.of(
                    "x-request-id",
                    "traceparent",
                    ShadowField.NAME,
                    "retry-after",
                    "ratelimit",
                    "ratelimit-policy",
                    "www-authenticate",
                    "x-ratelimit-limit-requests",
                    "x-ratelimit-remaining-requests",
                    "x-ratelimit-reset-requests",
                    "x-ratelimit-limit-tokens",
                    "x-ratelimit-remaining-tokens",
                    "x-ratelimit-reset-tokens"));

    /// Seconds for which a browser may remember a preflight's answer.
    private static final String MAX_AGE = "600";

    public Cors {
        origins = Set.copyOf(origins);
    }

    /// Reads the setting: origins separated by commas.
    ///
    /// @throws IllegalArgumentException if one of them is not an origin
    public static Cors of(String setting) {
        var origins = Arrays.stream(setting.split(","))
                .map(String::strip)
                .filter(origin -> !origin.isEmpty())
                .collect(Collectors.toSet());
        for (var origin : origins) {
            if (!ORIGIN.matcher(origin).matches()) {
                throw new IllegalArgumentException(
                        "\"" + origin + "\" is not an origin; write it like https://app.example.com");
            }
        }
        return new Cors(origins);
    }

    /// Whether the request is a preflight of a page that may call.
    public boolean isPreflight(Request request) {
        return request.method().equals("OPTIONS")
                && request.headers().has("access-control-request-method")
                && allowed(request).isPresent();
    }

    /// The answer to a preflight.
    public Response preflight(Request request) {
        var headers = new Headers.Builder()
                .add("access-control-allow-methods", METHODS)
                .add("access-control-max-age", MAX_AGE);
        request.headers()
                .first("access-control-request-headers")
                .filter(fields -> FIELDS.matcher(fields).matches())
                .ifPresent(fields -> headers.add("access-control-allow-headers", fields));
        return new Response(204, headers.build(), new byte[0]);
    }

    /// Header fields that every answer to a page carries, including errors.
    public Headers fields(Request request) {
        if (origins.isEmpty()) {
            return Headers.none();
        }
        return allowed(request)
                .map(origin -> Headers.of(
                        "access-control-allow-origin", origin,
                        "access-control-expose-headers", EXPOSED,
                        "vary", "origin"))
                .orElseGet(() -> Headers.of("vary", "origin"));
    }

    private Optional<String> allowed(Request request) {
        var given = request.headers().all("origin");
        return given.size() == 1 ? Optional.of(given.getFirst()).filter(origins::contains) : Optional.empty();
    }
}
