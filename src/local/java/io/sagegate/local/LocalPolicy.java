package io.sagegate.local;

import io.sagegate.cli.policy.PolicyFile;
import io.sagegate.policy.document.PolicySyntaxException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The policy document that the stack puts into its table: the example, or a file of one's own.
///
/// @param name the document's name in messages
/// @param yaml the text, in which `${issuer}` stands for the issuer's address
record LocalPolicy(String name, String yaml) {
    private static final String ISSUER = "${issuer}";

    /// Any address that the document may name: the check runs before the issuer starts.
    private static final URI SOME_ISSUER = URI.create("http://127.0.0.1:1/local");

    static LocalPolicy read(Optional<Path> file) throws IOException {
        if (file.isPresent()) {
            return new LocalPolicy(file.get().toString(), Files.readString(file.get()));
        }
        try (InputStream in = LocalPolicy.class.getResourceAsStream("/policy.yaml")) {
            if (in == null) {
                throw new IOException("policy.yaml is not on the class path");
            }
            return new LocalPolicy("policy.yaml", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /// Checks the whole document, and returns the model names that `/v1` takes.
    Set<String> models() throws IOException {
        try {
            return PolicyFile.models(yaml.replace(ISSUER, SOME_ISSUER.toString()));
        } catch (PolicySyntaxException e) {
            throw invalid(e);
        }
    }

    /// Applies the document as the command line does.
    void apply(URI issuer, DynamoDbClient client, String table) throws IOException {
        try {
            PolicyFile.apply(yaml.replace(ISSUER, issuer.toString()), client, table);
        } catch (PolicySyntaxException e) {
            throw invalid(e);
        }
    }

    private IOException invalid(PolicySyntaxException e) {
        return new IOException("the policy " + name + " is not valid: " + e.getMessage(), e);
    }
}
