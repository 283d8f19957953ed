package io.sagegate.local;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/// What the stack tells the person who started it.
final class Greeting {
    private final PrintStream out;
    private final LocalWorld world;

    Greeting(PrintStream out, LocalWorld world) {
        this.out = out;
        this.world = world;
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
        URI streaming = world.streaming();
        world.localIssuer().ifPresent(issuer -> {
            command("allowed: alice is a clinician", bearer(issuer.token("alice")), sample);
            command("denied: mallory is a visitor", bearer(issuer.token("mallory")), sample);
            out.println("# a tale, word by word as the model tells it");
            out.println("curl -sN " + streaming + "/endpoints/tale-llm/invocations-response-stream"
                    + " -H 'Content-Type: application/json' -H 'Accept: text/event-stream' -H '"
                    + bearer(issuer.token("alice")) + "' -d '{\"max_tokens\":40,\"pause_ms\":60}'");
            out.println();
            out.println("# a fresh token, when these have expired in an hour");
            out.println("curl -s -d grant_type=client_credentials -d client_id=alice -d client_secret=any "
                    + issuer.tokenEndpoint());
            out.println();
        });
        command("allowed: an IAM role (only this local front takes the claim)", iam(), sample);
        out.println("Ctrl-C stops everything. The audit log, as it grows:");
        out.println();
    }

    private void command(String title, String header, SampleCall sample) {
        out.println("# " + title);
        out.println("curl -si " + world.gateway() + SampleCall.PATH + " -H 'Content-Type: text/csv' -H '" + header
                + "' -d '" + sample.features() + "'");
        out.println();
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token;
    }

    private static String iam() {
        return "X-Local-Iam-Arn: " + SampleCall.IAM_ARN;
    }

    private static String shortened(String row) {
        String[] values = row.split(",", 4);
        return values.length < 4 ? row : values[0] + "," + values[1] + "," + values[2] + ",…";
    }

    private static String printable(String text) {
        return text.strip().replaceAll("\\p{Cntrl}", " ");
    }
}
