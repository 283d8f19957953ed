package io.sagegate.sim.world;

import io.sagegate.sim.Trouble;
import io.sagegate.sim.world.Net.Fate;
import io.sagegate.sim.world.Net.Served;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/// An issuer of tokens: publishes its keys, rotates them, and is out of reach at times.
final class Issuer {
    private static final String KEYS = "/keys";

    /// Seconds that tokens live.
    private static final long[] LIVES = {20, 300, 7_200, 7_200};

    /// Milliseconds for which it is out of reach at most: longer than its keys serve meanwhile.
    private static final long LONGEST_OUTAGE = 5_400_000;

    private final World world;
    private final String name;
    private final List<IssuerKey> keys = new ArrayList<>();
    private final Map<Environment, List<Fetch>> fetches = new HashMap<>();

    private long outUntil;

    Issuer(World world, String name) {
        this.world = world;
        this.name = name;
    }

    String name() {
        return name;
    }

    String host() {
        return host(name);
    }

    static String host(String name) {
        return name + ".example";
    }

    /// A request for keys or their address, as an environment saw it end.
    ///
    /// @param published when the newest of the keys was published; only if the keys came
    record Fetch(long from, long to, boolean came, long published) {}

    private List<IssuerKey> published() {
        if (keys.isEmpty()) {
            keys.add(new IssuerKey("key-0", 0, world.chances().of("issuer key", name, 0)));
        }
        var now = Sim.get().time();
        return keys.stream()
                .filter(key -> key.published <= now && key.withdrawn > now)
                .toList();
    }

    /// Issues a token that lives for some time, signed by a new key, which may not be published yet.
    ///
    /// @param forger the issuer whose key of the same id signs it instead
    Token token(String subject, Random random, Optional<Issuer> forger) {
        var known = published();
        var key = known.isEmpty() ? keys.getLast() : random.nextBoolean() ? keys.getLast() : known.getLast();
        var now = World.BEGIN.plusNanos(Sim.get().time()).getEpochSecond();
        var end = now + LIVES[random.nextInt(LIVES.length)];
        var claims = "{\"iss\":\"https://" + host() + "\",\"sub\":\"" + subject + "\",\"aud\":\"sagegate\",\"iat\":"
                + now + ",\"exp\":" + end + "}";
        var signer = forger.map(other -> other.like(key)).orElse(key);
        return new Token(
                signer.signed(claims),
                key,
                (end - World.BEGIN.getEpochSecond()) * Cap.SECOND,
                this,
                forger.isPresent());
    }

    /// The key with the id of another issuer's key, or the first.
    private IssuerKey like(IssuerKey key) {
        published();
        return keys.stream().filter(own -> own.id.equals(key.id)).findFirst().orElse(keys.getFirst());
    }

    /// The troubles of the issuer that may begin with a call.
    void stir(Random random) {
        if (random.nextInt(100) < 4) {
            publish(random);
        }
        if (random.nextInt(100) < 10) {
            withdraw();
        }
        if (world.chances().hits(Trouble.OUTAGES, random, 25)) {
            var isLong = random.nextInt(4) == 0;
            outUntil = Sim.get().time() + (isLong ? LONGEST_OUTAGE * 1_000_000 : Chances.nanos(random, LONGEST_OUTAGE));
            world.story().tell("the issuer " + name, "is out until " + outUntil / 1_000_000 + " ms");
        }
    }

    /// Signs with a new key from now on, and publishes it now or soon.
    private void publish(Random random) {
        published();
        var number = keys.size();
        var at = Sim.get().time() + (random.nextInt(3) == 0 ? Chances.nanos(random, 20_000) : 0);
        var key = new IssuerKey("key-" + number, at, world.chances().of("issuer key", name, number));
        keys.add(key);
        world.story().tell("the issuer " + name, "publishes " + key + " at " + at / 1_000_000 + " ms");
    }

    /// Withdraws every key but the newest.
    private void withdraw() {
        var known = published();
        for (var key : known.subList(0, Math.max(0, known.size() - 1))) {
            key.withdrawn = Sim.get().time();
            world.story().tell("the issuer " + name, "withdraws " + key);
        }
    }

    Served serve(Net.Sent sent, Random random) {
        if ((Sim.get().time() < outUntil && world.chances().has(Trouble.OUTAGES))
                || world.chances().hits(Trouble.ERRORS, random, 100)) {
            return new Served(new Fate.Answered(503, Map.of(), new byte[0]), 0);
        }
        return new Served(answer(sent), Chances.nanos(random, 900));
    }

    Fate.Answered answer(Net.Sent sent) {
        var body = sent.path().equals(KEYS)
                ? "{\"keys\":[" + published().stream().map(IssuerKey::jwk).collect(Collectors.joining(",")) + "]}"
                : "{\"issuer\":\"https://" + host() + "\",\"jwks_uri\":\"https://" + host() + KEYS + "\"}";
        return new Fate.Answered(
                200, Map.of("Content-Type", "application/json"), body.getBytes(StandardCharsets.UTF_8));
    }

    /// An environment sees how its request ends.
    void ended(Environment environment, Net.Sent sent, Fate fate, long from) {
        var came = fate instanceof Fate.Answered(var status, var _, var _) && status == 200;
        if (sent.host().equals(host()) && (!came || sent.path().equals(KEYS))) {
            var newest = came ? newest((Fate.Answered) fate) : 0;
            fetches.computeIfAbsent(environment, _ -> new ArrayList<>())
                    .add(new Fetch(from, Sim.get().time(), came, newest));
        }
    }

    private long newest(Fate.Answered answer) {
        var body = new String(answer.body(), StandardCharsets.UTF_8);
        return keys.stream()
                .filter(key -> body.contains("\"" + key.id + "\""))
                .mapToLong(key -> key.published)
                .max()
                .orElseThrow();
    }

    List<Fetch> fetches(Environment environment) {
        return fetches.getOrDefault(environment, List.of());
    }
}
