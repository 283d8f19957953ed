package io.sagegate.cli.doctor;

import io.sagegate.cli.deployed.Deployed;
import io.sagegate.cli.deployed.Look;
import io.sagegate.cli.deployed.Stack;
import io.sagegate.cli.policy.document.CompiledPolicy;
import io.sagegate.cli.report.Shell;
import io.sagegate.identity.StoredKey;
import java.util.List;

/// The stack under examination, and what every check may ask.
///
/// @param policy the policy in force
/// @param keys API keys that are kept
/// @param words aim a further command at the stack, such as `--stack sagegate`
/// @param tableWords aim a further command at the stack's policy table
/// @param local whether it is the stack on this machine
record Patient(
        Stack stack,
        Deployed deployed,
        Look<CompiledPolicy> policy,
        Look<List<StoredKey>> keys,
        String words,
        String tableWords,
        boolean local) {
    /// The command that deploys the same stack with another parameter.
    String redeploy(String parameter, String value) {
        return "sam deploy --stack-name " + Shell.word(stack.name()) + " --parameter-overrides " + parameter + "="
                + value;
    }
}
