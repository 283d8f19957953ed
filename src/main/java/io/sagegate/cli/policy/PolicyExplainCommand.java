package io.sagegate.cli.policy;

import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Console;
import io.sagegate.cli.console.Exit;
import io.sagegate.cli.console.Given;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import io.sagegate.policy.Action;
import io.sagegate.policy.Cidr;
import io.sagegate.policy.Considered;
import io.sagegate.policy.Decision;
import io.sagegate.policy.Facts;
import io.sagegate.policy.ModelAccess;
import io.sagegate.policy.ModelRoutes;
import io.sagegate.policy.Policy;
import io.sagegate.policy.PolicyUnavailableException;
import io.sagegate.policy.Target;
import io.sagegate.reason.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `sagegate policy explain`.
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Says what the gateway would decide about a call, and why; nothing is called.",
        footer = {
            "",
            "Exit code 0 when the call would be granted, 1 when denied.",
            "Example: sagegate policy explain --as okta:group:fraud-team --endpoint fraud-xgb"
        })
final class PolicyExplainCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--as",
            required = true,
            paramLabel = "MEMBER",
            description = "Who calls: ISSUER:sub:NAME, ISSUER:group:NAME, iam:ARN or key:CLIENT.")
    private @Nullable String member;

    @Option(names = "--group", paramLabel = "NAME", description = "A group the caller is in besides; repeatable.")
    private List<String> groups = List.of();

    @Option(names = "--claim", paramLabel = "NAME=VALUE", description = "A claim of the caller's token; repeatable.")
    private Map<String, String> claims = new LinkedHashMap<>();

    @Option(
            names = "--claims",
            paramLabel = "JSON",
            description = "Claims of the caller's token as an object, such as {\"level\": 3}.")
    private @Nullable String object;

    @Option(names = "--endpoint", paramLabel = "NAME", description = "The endpoint.")
    private @Nullable String endpoint;

    @Option(names = "--model", paramLabel = "NAME", description = "A model of /v1, in place of an endpoint.")
    private @Nullable String named;

    @Option(
            names = "--operation",
            paramLabel = "NAME",
            description = "With --model: chat (default), completions or embeddings.")
    private String operation = "chat";

    @Option(names = "--action", paramLabel = "ACTION", description = "invoke (default), invoke-stream or invoke-async.")
    private String action = "invoke";

    @Option(names = "--variant", paramLabel = "NAME", description = "The target variant.")
    private @Nullable String variant;

    @Option(names = "--component", paramLabel = "NAME", description = "The inference component.")
    private @Nullable String component;

    @Option(names = "--target-model", paramLabel = "PATH", description = "The model of a multi-model endpoint.")
    private @Nullable String model;

    @Option(names = "--container", paramLabel = "NAME", description = "The container of a multi-container endpoint.")
    private @Nullable String container;

    @Option(names = "--source-ip", paramLabel = "ADDRESS", description = "Where the call comes from.")
    private String sourceIp = "";

    @Option(
            names = "--bytes",
            paramLabel = "N",
            description = "The body's size (default: 0); unknown for an input in S3 whose size nobody knows.")
    private String bytes = "0";

    @Option(names = "--content-type", paramLabel = "TYPE", description = "The body's media type.")
    private @Nullable String contentType;

    @Option(names = "--at", paramLabel = "INSTANT", description = "When, such as 2027-01-31T18:00:00Z (default: now).")
    private @Nullable String at;

    @Mixin
    private PolicySource source = new PolicySource();

    @Override
    public Integer call() throws Exception {
        var console = Console.of(Given.value(spec));
        var call = new Imagined(
                Caller.of(Given.value(member), groups, claims()),
                Action.ofCode(action)
                        .orElseThrow(() -> new CommandFailedException(
                                Exit.USAGE, "--action is invoke, invoke-stream or invoke-async")),
                new Target(
                        endpoint(),
                        Optional.ofNullable(variant),
                        Optional.ofNullable(component),
                        Optional.ofNullable(model),
                        Optional.ofNullable(container)),
                new Facts(sourceIp, bytes(), Optional.ofNullable(contentType)),
                instant());
        if (!sourceIp.isEmpty() && Cidr.address(sourceIp).isEmpty()) {
            throw new CommandFailedException(Exit.USAGE, "--source-ip is an IPv4 or IPv6 address, not " + sourceIp);
        }
        if (named != null) {
            return source.policy(console, policy -> explained(console, call, policy, Given.value(named)));
        }
        return told(console, source.policy(console, policy -> decided(call, policy)));
    }

    private Map<String, @Nullable Object> claims() throws CommandFailedException {
        var all = new LinkedHashMap<String, @Nullable Object>(claims);
        if (object != null) {
            try {
                all.putAll(Json.readObject(object.getBytes(StandardCharsets.UTF_8), JsonLimits.IDENTITY));
            } catch (JsonException e) {
                throw new CommandFailedException(Exit.USAGE, "--claims is a JSON object: " + e.getMessage());
            }
        }
        return all;
    }

    private OptionalLong bytes() throws CommandFailedException {
        if (bytes.equals("unknown")) {
            return OptionalLong.empty();
        }
        if (!bytes.matches("[0-9]{1,18}")) {
            throw new CommandFailedException(Exit.USAGE, "--bytes is a whole number, or unknown");
        }
        return OptionalLong.of(Long.parseLong(bytes));
    }

    private String endpoint() throws CommandFailedException {
        if ((endpoint == null) == (named == null)) {
            throw new CommandFailedException(Exit.USAGE, "give either --endpoint or --model");
        }
        if (!ModelRoutes.OPERATIONS.contains(operation)) {
            throw new CommandFailedException(Exit.USAGE, "--operation is chat, completions or embeddings");
        }
        return endpoint == null ? "" : endpoint;
    }

    private int explained(Console console, Imagined call, Policy policy, String model)
            throws CommandFailedException, PolicyUnavailableException {
        refuseStranger(call, policy);
        return switch (call.find(policy, model, operation)) {
            case ModelAccess.Found.Routes(var hops, var _) -> {
                console.line(model + " is served by "
                        + hops.getFirst().route().target().endpoint());
                yield told(console, hops.getFirst().permit());
            }
            case ModelAccess.Found.None none -> {
                console.bad(none.reason().code() + at(policy.revision()) + ": "
                        + none.detail().orElse(none.reason().title()));
                yield Exit.NO;
            }
        };
    }

    private static int told(Console console, Decision decision) {
        return switch (decision) {
            case Decision.Permit permit -> {
                console.good(Reason.GRANTED.code() + " by " + permit.grant().id() + at(permit.revision()));
                permit.shadowed()
                        .forEach(one -> console.doubtful(
                                "would be " + Reason.EXPLICITLY_DENIED.code() + " by " + one.rule() + ", in shadow"));
                show(console, permit.considered());
                yield Exit.OK;
            }
            case Decision.Deny deny -> {
                console.bad(deny.reason().code() + at(deny.revision()) + ": "
                        + deny.reason().title());
                show(console, deny.considered());
                yield Exit.NO;
            }
        };
    }

    private static Decision decided(Imagined call, Policy policy)
            throws CommandFailedException, PolicyUnavailableException {
        refuseStranger(call, policy);
        return call.decide(policy);
    }

    private static void refuseStranger(Imagined call, Policy policy)
            throws CommandFailedException, PolicyUnavailableException {
        var stranger = call.stranger(policy);
        if (stranger.isPresent()) {
            throw new CommandFailedException(Exit.USAGE, "--as: " + stranger.get());
        }
    }

    private static String at(long revision) {
        return revision == 0 ? "" : ", revision " + revision;
    }

    private static void show(Console console, List<Considered> considered) {
        if (considered.isEmpty()) {
            console.line("  the caller has no grant that names this endpoint");
        }
        for (var each : considered) {
            console.line("  " + each.grant().id() + " (" + each.assignment().member() + "): "
                    + each.outcome().code()
                    + (each.grant().shadow().isPresent() ? " (in shadow)" : "")
                    + each.condition()
                            .map(condition -> ": wants that " + condition.wanted())
                            .orElse(""));
        }
    }

    private Instant instant() throws CommandFailedException {
        try {
            return at == null ? Instant.now() : Instant.parse(at);
        } catch (DateTimeParseException e) {
            throw new CommandFailedException(Exit.USAGE, "--at is an instant such as 2027-01-31T18:00:00Z");
        }
    }
}
