package io.sagegate.policy.document;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Presets for well-known identity providers, so that an issuer needs a domain and an audience only.
///
/// A preset is replaced by the members it stands for; members written beside it win. The facts come from each
/// provider's own documentation of its access tokens (Google: ID tokens).
final class IssuerPresets {
    private static final Pattern DOMAIN = Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}");
    private static final Pattern TENANT =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern USER_POOL = Pattern.compile("[a-z]{2}(?:-[a-z]+)+-[0-9]_[A-Za-z0-9]{1,55}");
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_-]{1,128}");
    private static final Set<String> KNOWN = Set.of("auth0", "cognito", "entra", "google", "keycloak", "okta");

    private final PolicyNode node;
    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();
    private final Set<String> own = new TreeSet<>(Set.of("preset"));

    private IssuerPresets(PolicyNode node) {
        this.node = node;
    }

    /// Returns the node itself if it names no preset, else the preset's members with the node's own members over
    /// them.
    static PolicyNode expand(PolicyNode node) throws PolicySyntaxException {
        var preset = node.member("preset");
        return preset.isAbsent() ? node : new IssuerPresets(node).expanded(preset);
    }

    private PolicyNode expanded(PolicyNode preset) throws PolicySyntaxException {
        switch (preset.text()) {
            case "okta" -> okta();
            case "cognito" -> cognito();
            case "entra" -> entra();
            case "auth0" -> auth0();
            case "keycloak" -> keycloak();
            case "google" -> google();
            default ->
                throw preset.error("unknown preset; use "
                        + String.join(", ", KNOWN.stream().sorted().toList()));
        }
        for (var entry : node.map().entrySet()) {
            if (!own.contains(String.valueOf(entry.getKey()))) {
                members.put(String.valueOf(entry.getKey()), entry.getValue());
            }
        }
        return new PolicyNode(members, node.path());
    }

    /// Access tokens of a custom authorization server. Only Okta itself can read those of the org server.
    private void okta() throws PolicySyntaxException {
        var server = node.member("authorizationServer").isAbsent()
                ? "default"
                : part("authorizationServer", SEGMENT, "the id of an authorization server");
        own.add("authorizationServer");
        if (!isIssuerWritten("domain", "authorizationServer")) {
            members.put("issuer", "https://" + domain() + "/oauth2/" + server);
        }
    }

    /// Access tokens, which name the app client in `client_id` and have no `aud`.
    private void cognito() throws PolicySyntaxException {
        var pool = part("userPool", USER_POOL, "a user pool id such as us-east-1_AbCdEf123");
        var region = pool.substring(0, pool.indexOf('_'));
        members.put("issuer", "https://cognito-idp." + region + ".amazonaws.com/" + pool);
        members.put("audienceClaim", "client_id");
        members.put("groups", "cognito:groups");
        members.put("requiredClaims", Map.of("token_use", "access"));
    }

    /// Version 2.0 access tokens of one tenant. Their audience is the client id and never a URI. They name the
    /// client in `azp`; ID tokens have no `azp`. Their groups are app roles, since Entra ID leaves groups out above
    /// 200.
    private void entra() throws PolicySyntaxException {
        var tenant = part("tenant", TENANT, "a tenant id: a UUID in lower case");
        members.put("issuer", "https://login.microsoftonline.com/" + tenant + "/v2.0");
        members.put("subject", "oid");
        members.put("groups", "roles");
        members.put("requiredClaims", Map.of("tid", tenant, "ver", "2.0", "azp", Map.of("any", "text")));
    }

    /// Access tokens for an API with "Add Permissions in the Access Token" on.
    private void auth0() throws PolicySyntaxException {
        if (!isIssuerWritten("domain")) {
            members.put("issuer", "https://" + domain() + "/");
        }
        members.put("groups", "permissions");
    }

    /// Access tokens with realm roles. They have a `typ` claim of `Bearer`; ID tokens have `ID` there.
    private void keycloak() throws PolicySyntaxException {
        if (!isIssuerWritten("domain", "realm")) {
            members.put("issuer", "https://" + domain() + "/realms/" + part("realm", SEGMENT, "a realm's name"));
        }
        members.put("groups", List.of("realm_access", "roles"));
        members.put("requiredClaims", Map.of("typ", "Bearer"));
    }

    /// ID tokens: Google's only tokens that can be verified. If the issuer names a Workspace domain, only its users
    /// get in.
    private void google() throws PolicySyntaxException {
        members.put("issuer", "https://accounts.google.com");
        members.put("jwksUri", "https://www.googleapis.com/oauth2/v3/certs");
        own.add("domain");
        if (!node.member("domain").isAbsent()) {
            members.put("requiredClaims", Map.of("hd", domain()));
        }
    }

    /// Whether the issuer's address is written out, such as one with a port or a path of its own. The members that
    /// would make one are then not needed.
    private boolean isIssuerWritten(String... makers) throws PolicySyntaxException {
        own.addAll(List.of(makers));
        return !node.member("issuer").isAbsent();
    }

    private String domain() throws PolicySyntaxException {
        return part("domain", DOMAIN, "a domain name in lower case, without https://");
    }

    private String part(String name, Pattern pattern, String what) throws PolicySyntaxException {
        own.add(name);
        var text = node.member(name).text();
        if (!pattern.matcher(text).matches()) {
            throw node.member(name).error("\"" + text + "\" is not " + what);
        }
        return text;
    }
}
