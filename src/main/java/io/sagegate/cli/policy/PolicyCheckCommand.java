package io.sagegate.cli.policy;

import io.sagegate.cli.console.Console;
import io.sagegate.cli.console.Exit;
import io.sagegate.cli.console.Finding;
import io.sagegate.cli.console.Given;
import io.sagegate.cli.console.InvalidPolicyException;
import io.sagegate.cli.policy.document.CompiledPolicy;
import io.sagegate.cli.policy.document.PolicyCompiler;
import io.sagegate.cli.policy.document.PolicyDocument;
import io.sagegate.cli.policy.document.ReachLint;
import io.sagegate.policy.document.PolicySyntaxException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `sagegate policy check`.
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Reads a policy file as the gateway would and says everything that is wrong with it.",
        footer = {
            "",
            "Findings have the form file:line:column: kind: path: message. An error means the",
            "policy cannot be applied; a warning, that it is probably not what was meant."
        })
final class PolicyCheckCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The policy file (YAML); - is standard input.")
    private @Nullable Path file;

    @Option(names = "--strict", description = "Warnings count as errors.")
    private boolean strict;

    @Option(
            names = "--allowed-from",
            paramLabel = "FILE",
            description = "A file that holds the ARNs of the endpoints the function's role may call, such as"
                    + " samconfig.toml: any other in a grant, route or fallback is an error.")
    private @Nullable Path allowedFrom;

    @Override
    public Integer call() throws IOException, PolicySyntaxException {
        var console = Console.of(Given.value(spec));
        CompiledPolicy policy;
        try {
            policy = PolicyCompiler.compile(PolicyDocument.read(Given.value(file)));
        } catch (InvalidPolicyException e) {
            e.findings().forEach(finding -> console.bad(finding.text()));
            return Exit.NO;
        }
        var findings = new java.util.ArrayList<>(policy.findings());
        if (allowedFrom != null) {
            findings.addAll(ReachLint.of(policy, allowedFrom));
        }
        for (var finding : findings) {
            if (finding.isError()) {
                console.bad(finding.text());
            } else {
                console.doubtful(finding.text());
            }
        }
        var errors = findings.stream().filter(Finding::isError).count();
        var warnings = findings.size() - errors;
        var grants = policy.roles().values().stream()
                .mapToInt(role -> role.grants().size())
                .sum();
        if (errors > 0 || (strict && warnings > 0)) {
            console.bad(Console.many(errors, "error") + ", " + Console.many(warnings, "warning"));
            return Exit.NO;
        }
        console.good(String.join(
                ", ",
                "sound: " + Console.many(policy.issuers().size(), "issuer"),
                Console.many(policy.roles().size(), "role"),
                Console.many(grants, "grant"),
                Console.many(policy.bindings().size(), "member bound", "members bound"),
                Console.many(warnings, "warning")));
        return Exit.OK;
    }
}
