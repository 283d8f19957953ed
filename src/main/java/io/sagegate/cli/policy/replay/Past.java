package io.sagegate.cli.policy.replay;

import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Exit;
import io.sagegate.cli.console.InvalidPolicyException;
import io.sagegate.cli.policy.document.FilePolicy;
import io.sagegate.cli.policy.document.PolicyCompiler;
import io.sagegate.cli.policy.document.PolicyDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The policies that may have decided recorded calls.
///
/// @param all each once
/// @param byRevision those whose revision is known
/// @param others those that may have decided calls of any other revision
record Past(List<FilePolicy> all, Map<Long, FilePolicy> byRevision, List<FilePolicy> others) {
    private static final Pattern OF_REVISION = Pattern.compile("([0-9]{1,18})=(.+)");

    /// Reads what `--was` names: files, each of which may have its revision in front, such as `12=old.yaml`.
    static Past of(List<String> names) throws IOException, CommandFailedException, InvalidPolicyException {
        var past = new Past(new ArrayList<>(), new HashMap<>(), new ArrayList<>());
        for (var name : names) {
            var revision = OF_REVISION.matcher(name);
            var policy = read(revision.matches() ? revision.group(2) : name);
            past.all.add(policy);
            if (!revision.matches()) {
                past.others.add(policy);
            } else if (past.byRevision.put(Long.parseLong(revision.group(1)), policy) != null) {
                throw new CommandFailedException(
                        Exit.USAGE, "--was names the policy of revision " + revision.group(1) + " twice.");
            }
        }
        return past;
    }

    static FilePolicy read(String file) throws IOException, InvalidPolicyException {
        return new FilePolicy(
                PolicyCompiler.compile(PolicyDocument.read(Path.of(file))).sound());
    }

    /// The policies that may have decided calls of a revision; empty where none is known.
    List<FilePolicy> of(long revision) {
        var known = byRevision.get(revision);
        return known == null ? others : List.of(known);
    }
}
