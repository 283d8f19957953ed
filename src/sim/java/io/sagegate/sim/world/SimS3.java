package io.sagegate.sim.world;

import io.sagegate.aws.call.SimPresigned;
import io.sagegate.kit.Sha256;
import io.sagegate.sim.Trouble;
import io.sagegate.sim.world.Net.Fate;
import io.sagegate.sim.world.Net.Piece;
import io.sagegate.sim.world.Net.Served;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// The gateway's bucket: uploads, which callers write at signed addresses, and results, which SageMaker writes.
final class SimS3 {
    static final String BUCKET = "sagegate-calls";
    static final String HOST = BUCKET + ".s3.";
    private static final String UPLOADS = "uploads/";

    /// Nanoseconds for which an address works.
    private static final long LIFE = 5 * Cap.MINUTE;

    /// An object.
    ///
    /// @param forged whether somebody with rights in the bucket put it there
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Stored(byte[] bytes, String type, boolean forged) {}

    /// A place that the gateway offered.
    private record Offer(Call call, long at) {}

    private final World world;
    private final Map<String, Stored> objects = new HashMap<>();
    private final Map<String, Offer> offers = new HashMap<>();

    SimS3(World world) {
        this.world = world;
    }

    /// SageMaker writes an object.
    void write(Job job) {
        objects.put(job.key(), new Stored(job.bytes(), job.fails() ? "text/plain" : "application/json", false));
    }

    void offered(Call call, String location) {
        offers.put(key(location), new Offer(call, Sim.get().time()));
    }

    private static String key(String location) {
        return location.substring(location.indexOf(BUCKET) + BUCKET.length() + 1);
    }

    /// Somebody with rights in the bucket replaces an upload.
    void forge(String location, byte[] bytes) {
        objects.put(key(location), new Stored(bytes, "application/json", true));
    }

    boolean has(String location) {
        return objects.containsKey(key(location));
    }

    /// Tokens of the prompt in an upload.
    int input(String location) {
        return text(location).split("word", -1).length - 1;
    }

    /// Whether an upload has the word that guards refuse.
    boolean isForbidden(String location) {
        return text(location).contains(Errand.FORBIDDEN);
    }

    private String text(String location) {
        var stored = objects.get(key(location));
        return stored == null ? "" : new String(stored.bytes(), StandardCharsets.UTF_8);
    }

    /// Whether a call may name the upload, and it is what it says that it is.
    boolean isGood(String location, Call call) {
        var offer = offers.get(key(location));
        var stored = objects.get(key(location));
        return offer != null && stored != null && isOf(offer, call) && !stored.forged();
    }

    private static boolean isOf(Offer offer, Call call) {
        return offer.call().caller.equals(call.caller) && offer.call().endpoint.equals(call.endpoint);
    }

    /// A queued call reaches SageMaker and names an upload.
    ///
    /// @param read whether a limit or a guard of the grant must have seen it
    void checkUse(String location, Call call, boolean read) {
        var offer = offers.get(key(location));
        if (offer == null || !isOf(offer, call)) {
            world.breach("an upload is for its own caller and endpoint", call + " uses another's");
        }
        var stored = objects.get(key(location));
        if (read && (stored == null || stored.forged())) {
            world.breach("an upload is what its name says", call + " uses one that nobody could read");
        }
    }

    /// A caller sends an upload to an address. Returns the status.
    int put(String address, Map<String, String> fields, byte[] body) {
        if (!SimPresigned.isSigned(
                URI.create(address), fields, World.BEGIN.plusNanos(Sim.get().time()))) {
            return 403;
        }
        var key = URI.create(address).getPath().substring(1);
        var hash = SimPresigned.base64(Sha256.hex(body));
        if (!fields.getOrDefault("x-amz-checksum-sha256", hash).equals(hash)) {
            return 400;
        }
        if (objects.containsKey(key) && fields.containsKey("if-none-match")) {
            return 412;
        }
        checkPut(key, body);
        objects.put(key, new Stored(body, fields.getOrDefault("content-type", ""), false));
        return 200;
    }

    private void checkPut(String key, byte[] body) {
        var offer = offers.get(key);
        if (offer == null || objects.containsKey(key)) {
            world.breach("an address takes one object, once", key);
        } else if (!key.endsWith("/" + body.length + "-" + Sha256.hex(body))) {
            world.breach("an upload is what its name says", key + " is another");
        } else if (Sim.get().time() > offer.at() + LIFE + clocks()) {
            world.breach("an address works for five minutes", key);
        }
    }

    private long clocks() {
        return world.chances().had(Trouble.CLOCKS) ? 2 * Environment.WORST_CLOCK_MILLIS * 1_000_000 : 0;
    }

    /// The gateway reads an object.
    Served serve(Net.Sent sent, @Nullable Call call, Environment environment, Random random) {
        var key = sent.path().substring(1);
        if (call == null || !sent.method().equals("GET")) {
            world.breach("only calls read objects", key);
        } else {
            checkRead(key, call, environment);
        }
        if (world.chances().hits(Trouble.ERRORS, random, 60)) {
            return new Served(new Fate.Answered(503, Map.of(), new byte[0]), 0);
        }
        var found = Optional.ofNullable(objects.get(key));
        if (found.isEmpty()) {
            return new Served(new Fate.Answered(404, Map.of(), new byte[0]), 0);
        }
        var breaks = world.chances().hits(Trouble.LOST_ANSWERS, random, 120);
        if (call != null) {
            call.broken |= breaks;
        }
        return new Served(streaming(found.get(), breaks, random), Chances.nanos(random, 20));
    }

    private void checkRead(String key, Call call, Environment environment) {
        if (key.startsWith(UPLOADS)) {
            var offer = offers.get(key);
            if (offer == null || !isOf(offer, call)) {
                world.breach("an upload is for its own caller and endpoint", call + " reads another's");
            }
            return;
        }
        var now = Sim.get().time();
        if (call.visit == null) {
            call.visit = new Call.Visit(now, now + 1, 0, 0);
        }
        SlotRule.check(world, call, environment);
        if (!call.way.asksForResult()
                || call.job
                        .filter(job -> job.isOf(call) && key.contains(job.id))
                        .isEmpty()) {
            world.breach("a ticket tells only its own caller", call + " reads " + key);
        }
    }

    private static Fate.Streaming streaming(Stored stored, boolean breaks, Random random) {
        var whole = stored.bytes();
        var bytes = breaks ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole;
        var pieces = new ArrayList<Piece>();
        var at = 0L;
        for (var from = 0; from < bytes.length; ) {
            var to = Math.min(bytes.length, from + 1 + random.nextInt(400));
            at += 1 + Chances.nanos(random, 40);
            pieces.add(new Piece.Bytes(at, Arrays.copyOfRange(bytes, from, to)));
            from = to;
        }
        pieces.add(new Piece.End(at + 1, breaks && random.nextBoolean()));
        var fields = Map.of("Content-Type", stored.type(), "Content-Length", Integer.toString(whole.length));
        return new Fate.Streaming(200, fields, List.copyOf(pieces));
    }
}
