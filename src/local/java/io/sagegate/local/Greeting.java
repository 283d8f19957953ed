package io.sagegate.local;

import io.sagegate.local.Decisions.Decision;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The text that the stack prints for the person who started it.
final class Greeting {
    private static final String TALE = "tale-llm";

    private final PrintStream out;
    private final LocalWorld world;
    private final List<Caller> allowed;

    private Greeting(PrintStream out, LocalWorld world, List<Caller> allowed) {
        this.out = out;
        this.world = world;
        this.allowed = allowed;
    }

    /// Asks the gateway first which of the calls it could show are granted: the policy may be a developer's own.
    static Greeting of(PrintStream out, LocalWorld world) throws IOException, InterruptedException {
        List<Caller> allowed = new ArrayList<>();
        try (Decisions decisions = new Decisions(world.gateway())) {
            for (Caller caller : Caller.known(world)) {
                if (decisions.permits(caller, SampleCall.ENDPOINT, "invoke")) {
                    allowed.add(caller);
                }
            }
        }
        return new Greeting(out, world, allowed);
    }

    /// A caller whom the policy lets make the sample call; if there is none, a caller that it does not know.
    Caller firstCaller() {
        return allowed.isEmpty() ? Caller.known(world).getFirst() : allowed.getFirst();
    }

    void firstCall(FirstCall call, SampleCall sample, Duration took) {
        out.println();
        out.printf(
                Locale.ROOT,
                call.status() == 200
                        ? "Up, with a first prediction, after %.1f s.%n%n"
                        : "Up after %.1f s, but the first call got no prediction: see its reason.%n%n",
                took.toMillis() / 1000.0);
        out.println("  request     POST " + SampleCall.PATH + " as " + call.caller());
        out.println("              " + shortened(sample.features()) + " (30 measurements; the diagnosis was "
                + sample.diagnosis() + ")");
        out.println("  " + (call.status() == 200 ? "prediction  " : "answer      ") + call.status() + " "
                + printable(call.prediction()));
        out.println("  audit line  " + call.audit().map(Greeting::printable).orElse("none came: see function.log"));
        out.println();
    }

    void addresses() throws IOException, InterruptedException {
        out.println("  gateway     " + world.gateway() + "   (as a Function URL)");
        out.println("  live page   " + world.page() + "   (open it in a browser)");
        out.println("  streaming   " + world.streaming() + "   (as a Function URL with response streaming)");
        out.println("  HTTP API    " + world.httpApi() + "   (stage $default; /prod is a named stage)");
        out.println("  REST API    " + world.restApi());
        out.println("  issuer      " + world.issuerUri());
        out.println("  secrets     " + world.secrets().endpoint() + "   (as Secrets Manager; rotates an API key)");
        out.println("  audit log   " + world.auditLog());
        out.println("  function    " + world.functionLog());
        out.println("  traces      " + world.traces());
        out.println();
    }

    void commands(SampleCall sample) throws IOException, InterruptedException {
        for (Caller caller : allowed) {
            command("allowed: " + caller.name() + note(caller), caller, sample);
        }
        if (allowed.isEmpty()) {
            out.println("# This policy grants none of the calls that could be shown here. Who may make one, says:");
            out.println("sagegate policy who-can " + SampleCall.ENDPOINT + " --local");
            out.println();
        }
        if (world.localIssuer().isPresent()) {
            usersCommands(world.localIssuer().get(), sample);
        }
        out.println("Ctrl-C stops everything. The audit log, as it grows:");
        out.println();
    }

    private void usersCommands(LocalIssuer issuer, SampleCall sample) throws IOException, InterruptedException {
        Caller mallory = Caller.user(issuer, "mallory");
        Caller alice = Caller.user(issuer, "alice");
        try (Decisions decisions = new Decisions(world.gateway())) {
            if (decisions.on(mallory, SampleCall.ENDPOINT, "invoke") == Decision.DENY) {
                command("denied: mallory is a visitor", mallory, sample);
            }
            Decision aboutTale = decisions.on(alice, TALE, "invoke-stream");
            if (aboutTale == Decision.UNKNOWN_CALLER) {
                return;
            }
            if (aboutTale == Decision.PERMIT) {
                tale(alice);
            }
        }
        out.println("# a fresh token, when these have expired in an hour");
        out.println("curl -s -d grant_type=client_credentials -d client_id=alice -d client_secret=any "
                + issuer.tokenEndpoint());
        out.println();
    }

    private void tale(Caller caller) throws IOException, InterruptedException {
        out.println("# a tale, word by word as the model tells it");
        out.println("curl -sN " + world.streaming() + "/endpoints/" + TALE + "/invocations-response-stream"
                + " -H 'Content-Type: application/json' -H 'Accept: text/event-stream' -H '" + caller.field()
                + "' -d '{\"max_tokens\":40,\"pause_ms\":60}'");
        out.println();
    }

    private static String note(Caller caller) {
        return caller.name().startsWith("arn:") ? " (only this local front takes the claim)" : " is a clinician";
    }

    private void command(String title, Caller caller, SampleCall sample) {
        out.println("# " + title);
        out.println("curl -si " + world.gateway() + SampleCall.PATH + " -H 'Content-Type: text/csv' -H '"
                + caller.field() + "' -d '" + sample.features() + "'");
        out.println();
    }

    private static String shortened(String row) {
        String[] values = row.split(",", 4);
        return values.length < 4 ? row : values[0] + "," + values[1] + "," + values[2] + ",…";
    }

    private static String printable(String text) {
        return text.strip().replaceAll("\\p{Cntrl}", " ");
    }
}
