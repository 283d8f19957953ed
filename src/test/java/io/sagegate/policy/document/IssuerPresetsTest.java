package io.sagegate.policy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sagegate.identity.RequiredClaim;
import io.sagegate.identity.TrustedIssuer;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IssuerPresetsTest {
    private static final String TENANT = "00000000-1111-2222-3333-444444444444";

    private static TrustedIssuer issuer(String preset, Map<String, ?> members) throws PolicySyntaxException {
        var node = new LinkedHashMap<String, @Nullable Object>();
        node.put("preset", preset);
        node.put("name", "idp");
        node.put("audiences", List.of("api://sagegate"));
        node.putAll(members);
        return IssuerReader.issuer(new PolicyNode(node, "issuers[0]"));
    }

    @Test
    void oktaNeedsADomain() throws PolicySyntaxException {
        var okta = issuer("okta", Map.of("domain", "acme.okta.com"));
        assertThat(okta.issuer()).isEqualTo("https://acme.okta.com/oauth2/default");
        assertThat(okta.claims().groups()).containsExactly("groups");
        assertThat(okta.claims().audience()).isEqualTo("aud");
        assertThat(issuer("okta", Map.of("domain", "acme.okta.com", "authorizationServer", "aus1"))
                        .issuer())
                .isEqualTo("https://acme.okta.com/oauth2/aus1");
    }

    @Test
    void cognitoNeedsAUserPoolAndChecksTheClientOfAccessTokens() throws PolicySyntaxException {
        var cognito = issuer("cognito", Map.of("userPool", "eu-west-1_AbCdEf123"));
        assertThat(cognito.issuer()).isEqualTo("https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf123");
        assertThat(cognito.claims().audience()).isEqualTo("client_id");
        assertThat(cognito.claims().required()).isEqualTo(Map.of("token_use", new RequiredClaim.Text("access")));
        assertThat(cognito.claims().groups()).containsExactly("cognito:groups");
    }

    @Test
    void entraIsOneTenant() throws PolicySyntaxException {
        var entra = issuer("entra", Map.of("tenant", TENANT));
        assertThat(entra.issuer()).isEqualTo("https://login.microsoftonline.com/" + TENANT + "/v2.0");
        assertThat(entra.claims().subject()).containsExactly("oid");
        assertThat(entra.claims().required())
                .containsEntry("tid", new RequiredClaim.Text(TENANT))
                .containsEntry("azp", new RequiredClaim.AnyText());
    }

    @Test
    void auth0EndsItsIssuerWithASlash() throws PolicySyntaxException {
        assertThat(issuer("auth0", Map.of("domain", "acme.eu.auth0.com")).issuer())
                .isEqualTo("https://acme.eu.auth0.com/");
    }

    @Test
    void keycloakHasRealmRoles() throws PolicySyntaxException {
        var keycloak = issuer("keycloak", Map.of("domain", "id.acme.com", "realm", "prod"));
        assertThat(keycloak.issuer()).isEqualTo("https://id.acme.com/realms/prod");
        assertThat(keycloak.claims().groups()).containsExactly("realm_access", "roles");
        assertThat(keycloak.claims().required()).containsEntry("typ", new RequiredClaim.Text("Bearer"));
    }

    @Test
    void anAddressWithAPortOrPathReplacesTheMembersThatMakeOne() throws PolicySyntaxException {
        var address = "https://id.acme.com:8443/auth/realms/prod";
        var keycloak = issuer("keycloak", Map.of("issuer", address));
        assertThat(keycloak.issuer()).isEqualTo(address);
        assertThat(keycloak.claims().groups()).containsExactly("realm_access", "roles");
        assertThat(keycloak.claims().required()).containsEntry("typ", new RequiredClaim.Text("Bearer"));
        assertThat(issuer("okta", Map.of("issuer", address)).issuer()).isEqualTo(address);
        assertThat(issuer("auth0", Map.of("issuer", address)).issuer()).isEqualTo(address);
        assertThat(issuer("keycloak", Map.of("issuer", address, "domain", "id.acme.com", "realm", "old"))
                        .issuer())
                .as("what is written out wins")
                .isEqualTo(address);
    }

    @Test
    void googleKeepsItsKeysElsewhereAndMayBeOneDomain() throws PolicySyntaxException {
        var google = issuer("google", Map.of("domain", "acme.com"));
        assertThat(google.jwksUri()).contains(URI.create("https://www.googleapis.com/oauth2/v3/certs"));
        assertThat(google.claims().required()).containsEntry("hd", new RequiredClaim.Text("acme.com"));
        assertThat(issuer("google", Map.of()).claims().required()).isEmpty();
    }

    @Test
    void membersWrittenBesideAPresetWin() throws PolicySyntaxException {
        var entra = issuer("entra", Map.of("tenant", TENANT, "groups", "groups", "clockSkewSeconds", 5L));
        assertThat(entra.claims().groups()).containsExactly("groups");
        assertThat(entra.clockSkew()).hasSeconds(5);
        assertThat(entra.claims().required()).containsEntry("tid", new RequiredClaim.Text(TENANT));
    }

    @ParameterizedTest
    @CsvSource({
        "okta, domain, https://acme.okta.com, not a domain name",
        "okta, domain, ACME.okta.com, not a domain name",
        "okta, domain, acme.okta.com/x, not a domain name",
        "okta, domain, acme.okta.com@mallory.example, not a domain name",
        "okta, tenant, acme, missing",
        "cognito, userPool, AbCdEf, not a user pool id",
        "entra, tenant, common, not a tenant id",
        "entra, tenant, organizations, not a tenant id",
        "keycloak, domain, id.acme.com, missing",
        "auth0, domain, '', expected",
        "ping, domain, acme.com, unknown preset",
        "google, tenant, x, unknown member"
    })
    void whatDoesNotFitAPresetIsRefusedWithItsPlace(String preset, String member, String value, String message) {
        assertThatThrownBy(() -> issuer(preset, Map.of(member, value)))
                .isInstanceOf(PolicySyntaxException.class)
                .hasMessageContaining(message)
                .satisfies(fault ->
                        assertThat(((PolicySyntaxException) fault).path()).startsWith("issuers[0]"));
    }
}
