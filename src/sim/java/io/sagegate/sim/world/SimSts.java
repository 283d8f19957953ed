package io.sagegate.sim.world;

import io.sagegate.sim.Trouble;
import io.sagegate.sim.world.Net.Fate;
import io.sagegate.sim.world.Net.Served;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// STS: gives sessions of roles, and knows who may sign what with them.
final class SimSts {
    static final String HOST = "sts.";

    /// The access key of the execution role.
    static final String OWN = Hooks.getenv("AWS_ACCESS_KEY_ID");

    /// Milliseconds for which STS is out of reach, or a role cannot be assumed, at most.
    private static final long LONGEST = 60_000;

    private final World world;
    private final Map<String, Session> sessions = new HashMap<>();
    private final Map<Environment, List<Long>> failures = new HashMap<>();
    private long outUntil;

    SimSts(World world) {
        this.world = world;
    }

    /// @param form what was asked for
    /// @param end virtual time
    private record Session(Map<String, String> form, long end) {
        boolean isFor(Call call, String role) {
            var action = call.way.streams()
                    ? "InvokeEndpointWithResponseStream"
                    : call.way == Call.Form.QUEUED ? "InvokeEndpointAsync" : "InvokeEndpoint";
            return role.equals(form.get("RoleArn"))
                    && form.getOrDefault("SourceIdentity", "").contains(call.caller.subject())
                    && form.getOrDefault("Policy", "")
                            .contains("\"sagemaker:" + action + "\",\"Resource\":[\"arn:aws:sagemaker:eu-west-1:"
                                    + "111122223333:endpoint/" + call.endpoint + "\"]");
        }
    }

    void stir(Random random) {
        if (world.chances().hits(Trouble.OUTAGES, random, 40)) {
            outUntil = Sim.get().time() + Chances.nanos(random, LONGEST);
            world.story().tell("STS", "refuses until " + outUntil / 1_000_000 + " ms");
        }
    }

    Served serve(Net.Sent sent, Random random) {
        var out = Sim.get().time() < outUntil && world.chances().has(Trouble.OUTAGES);
        if (out || world.chances().hits(Trouble.ERRORS, random, 100)) {
            return new Served(new Fate.Answered(random.nextBoolean() ? 403 : 500, Map.of(), new byte[0]), 0);
        }
        var form = new HashMap<String, String>();
        for (var part : new String(sent.body(), StandardCharsets.UTF_8).split("&", -1)) {
            var equals = part.indexOf('=');
            form.put(part.substring(0, equals), URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
        }
        var life = Long.parseLong(form.getOrDefault("DurationSeconds", "3600"));
        var id = "ASIASESSION" + sessions.size();
        sessions.put(id, new Session(form, Sim.get().time() + life * Cap.SECOND));
        return new Served(answer(id, life), Chances.nanos(random, 300));
    }

    /// A session that ended before the world began, for what happens before a snapshot.
    static Fate.Answered snapshot() {
        return answer("ASIASNAPSHOT", 900);
    }

    private static Fate.Answered answer(String id, long seconds) {
        var end = World.BEGIN.plusNanos(Sim.get().time()).plusSeconds(seconds);
        var body = "<Credentials><AccessKeyId>" + id + "</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>"
                + "<SessionToken>token</SessionToken><Expiration>" + end + "</Expiration></Credentials>";
        return new Fate.Answered(200, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    /// The rules that hold when a request reaches the model.
    void check(Call call, Net.Sent sent) {
        var signer = sent.headers().getOrDefault("X-Sim-Signer", "");
        var role = world.policy().role(call.endpoint);
        var session = sessions.get(signer);
        if (role.isEmpty() ? !signer.equals(OWN) : session == null || !session.isFor(call, role.get())) {
            world.breach("a call goes out in its own role", call + " was signed by " + signer);
        } else if (session != null && session.end() <= Sim.get().time()) {
            world.breach("sessions end", call + " was signed by an ended session");
        }
    }

    void ended(Environment environment, Net.Sent sent, Fate fate) {
        if (sent.host().startsWith(HOST)
                && !(fate instanceof Fate.Answered(var status, var _, var _) && status == 200)) {
            failures.computeIfAbsent(environment, _ -> new ArrayList<>())
                    .add(Sim.get().time());
        }
    }

    /// Whether an environment got no session from STS at some time.
    boolean failed(Environment environment, long from, long to) {
        return failures.getOrDefault(environment, List.of()).stream().anyMatch(at -> at >= from && at <= to);
    }
}
