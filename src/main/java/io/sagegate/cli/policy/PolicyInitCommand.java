package io.sagegate.cli.policy;

import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Console;
import io.sagegate.cli.console.Exit;
import io.sagegate.cli.console.Given;
import io.sagegate.cli.console.InvalidPolicyException;
import io.sagegate.cli.deployed.Deployed;
import io.sagegate.cli.deployed.DeployedOptions;
import io.sagegate.cli.deployed.EndpointFacts;
import io.sagegate.cli.deployed.Look;
import io.sagegate.cli.policy.document.PolicyCompiler;
import io.sagegate.cli.policy.document.PolicyDocument;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `sagegate policy init`.
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Writes a first policy from what is deployed: a role for each endpoint, nobody bound to any.",
        footer = {
            "",
            "Presets and their members: okta (domain), auth0 (domain), cognito (userPool),",
            "entra (tenant), keycloak (domain, realm), google. Example:",
            "  sagegate policy init --preset okta --with domain=acme.okta.com \\",
            "    --audience api://sagegate"
        })
final class PolicyInitCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--preset", paramLabel = "NAME", description = "An identity provider to trust, by its preset.")
    private @Nullable String preset;

    @Option(names = "--with", paramLabel = "MEMBER=VALUE", description = "A member of the preset; may be repeated.")
    private Map<String, String> members = Map.of();

    @Option(names = "--audience", paramLabel = "TEXT", description = "An audience of its tokens; may be repeated.")
    private List<String> audiences = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to, never over a file that is there (default: standard output).")
    private @Nullable Path output;

    @Mixin
    private DeployedOptions options = new DeployedOptions();

    @Override
    public Integer call() throws CommandFailedException, IOException, InvalidPolicyException {
        var deployed = options.deployed();
        var endpoints = seen(deployed.endpoints());
        var yaml = new FirstPolicy(seen(deployed.stack()), endpoints, issuer(), chats(deployed, endpoints)).yaml();
        // Whatever was typed for the issuer is judged here, before anybody keeps the file.
        PolicyCompiler.compile(PolicyDocument.parse("the new policy", yaml)).sound();
        var line = Given.value(spec).commandLine();
        if (output == null) {
            line.getOut().print(yaml);
            line.getOut().flush();
        } else {
            write(output, yaml);
            Console.of(Given.value(spec)).good(output + " has " + Console.many(endpoints.size(), "role"));
        }
        return Exit.OK;
    }

    private static void write(Path file, String yaml) throws IOException, CommandFailedException {
        try {
            Files.writeString(file, yaml, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailedException(Exit.USAGE, file + " is there already, and is left as it is.");
        }
    }

    private static <T> T seen(Look<T> look) throws CommandFailedException {
        return switch (look) {
            case Look.Seen<T>(var value) -> value;
            case Look.Unseen<T>(var what, var right, var why) ->
                throw new CommandFailedException(
                        Exit.UNAVAILABLE, "Could not look at " + what + ", which needs " + right + ". " + why);
        };
    }

    private Map<String, Object> issuer() throws CommandFailedException {
        if (preset == null) {
            if (!members.isEmpty() || !audiences.isEmpty()) {
                throw new CommandFailedException(Exit.USAGE, "--with and --audience describe a --preset; name one.");
            }
            return Map.of();
        }
        var issuer = new LinkedHashMap<String, Object>();
        issuer.put("name", preset);
        issuer.put("preset", preset);
        issuer.putAll(members);
        issuer.put("audiences", audiences);
        return issuer;
    }

    /// A component whose image cannot be seen gets no model name.
    private static Set<String> chats(Deployed deployed, List<EndpointFacts> endpoints) {
        var chats = new HashSet<String>();
        for (var endpoint : endpoints) {
            if (endpoint.images().stream().anyMatch(FirstPolicy::isChat)) {
                chats.add(endpoint.name());
            }
            for (var component : endpoint.components()) {
                if (deployed.componentImage(component)
                        .seen()
                        .filter(FirstPolicy::isChat)
                        .isPresent()) {
                    chats.add(component);
                }
            }
        }
        return chats;
    }
}
