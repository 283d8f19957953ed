package io.sagegate.cli.policy;

import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Console;
import io.sagegate.cli.console.InputFile;
import io.sagegate.cli.console.InvalidPolicyException;
import io.sagegate.cli.policy.document.CompiledPolicy;
import io.sagegate.cli.policy.document.PolicyCompiler;
import io.sagegate.cli.policy.document.PolicyDocument;
import io.sagegate.cli.policy.revision.Revisions;
import java.io.IOException;
import java.nio.file.Path;

/// Reads policies, and reports their findings on the console.
public final class PolicyFiles {
    private static final String NOTHING = "roles: {}\n";

    private PolicyFiles() {}

    /// The text of a revision's document; revision 0 grants nothing.
    static String source(Revisions revisions, long revision) throws IOException, CommandFailedException {
        return revision == 0 ? NOTHING : revisions.source(revision);
    }

    /// @throws InvalidPolicyException if it cannot be applied
    static CompiledPolicy sound(Path file, Console console) throws IOException, InvalidPolicyException {
        return sound(file, PolicyDocument.text(file), console);
    }

    /// @param text the file's text
    static CompiledPolicy sound(Path file, String text, Console console) throws InvalidPolicyException {
        var policy = PolicyCompiler.compile(PolicyDocument.parse(InputFile.name(file), text))
                .sound();
        policy.findings().forEach(finding -> console.doubtful(finding.text()));
        return policy;
    }

    /// The policy of a revision; revision 0 grants nothing.
    public static CompiledPolicy ofRevision(Revisions revisions, long revision)
            throws IOException, InvalidPolicyException, CommandFailedException {
        return ofSource(revision, source(revisions, revision));
    }

    /// @param source the text of the revision's document
    static CompiledPolicy ofSource(long revision, String source) throws InvalidPolicyException {
        return PolicyCompiler.read(PolicyDocument.parse("revision " + revision, source));
    }
}
