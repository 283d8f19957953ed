package io.sagegate.sim.world;

import io.sagegate.aws.call.SimPresigned;
import io.sagegate.kit.Sha256;
import io.sagegate.sim.Way;
import io.sagegate.sim.table.TableJson;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// The acts of a client with queues: it uploads, queues, and asks for results, of others too.
final class Errands {
    /// How often a client asks for a result that is not there yet.
    private static final int PATIENCE = 3;

    private final World world;
    private final Caller caller;
    private final Wallet wallet;

    /// The upload that it sent last.
    private Optional<String> last = Optional.empty();

    Errands(World world, Caller caller, Wallet wallet) {
        this.world = world;
        this.caller = caller;
        this.wallet = wallet;
    }

    void run(Random random, String endpoint) {
        if (random.nextInt(3) > 0) {
            queue(random, endpoint);
        }
        if (random.nextInt(3) > 0) {
            ask(random);
        }
    }

    private void queue(Random random, String endpoint) {
        var call = call(random, endpoint, Call.Form.QUEUED);
        call.forbidden = world.has(Way.GUARDS) && random.nextInt(4) == 0;
        var errand = Errand.prompt(path(call), call.input, call.most, "", call.forbidden);
        if (random.nextBoolean()) {
            errand = errand.with(Map.of(
                    "x-amzn-sagemaker-requestttlseconds", "60", "x-amzn-sagemaker-invocationtimeoutseconds", "60"));
        }
        if (random.nextBoolean()) {
            var place = upload(call, errand.body(), random);
            errand = place.map(errand::at).orElse(errand);
            // It may be an earlier upload, with another prompt.
            call.forbidden = place.map(world.services().s3()::isForbidden).orElse(call.forbidden);
        }
        call.errand = Optional.of(errand);
        send(call, random);
        world.services().jobs().answered(call);
    }

    private static String path(Call call) {
        return "/endpoints/" + call.endpoint + call.way.path;
    }

    private Call call(Random random, String endpoint, Call.Form way) {
        var id = new java.util.UUID(random.nextLong(), random.nextLong()).toString();
        var input = 5 + random.nextInt(40);
        var most = 5 + random.nextInt(120);
        var call = new Call(world.calls().size(), caller, endpoint, wallet.next(random), id, input, most);
        call.secret = new SecretReader(world, caller).next(random);
        call.way = way;
        world.calls().add(call);
        return call;
    }

    private void send(Call call, Random random) {
        call.secret = new SecretReader(world, caller).next(random);
        new Sending(world, call).send(random);
    }

    /// Makes an upload and returns its place. Now and then that of another upload comes back, its own for another
    /// endpoint or somebody else's.
    private Optional<String> upload(Call call, byte[] body, Random random) {
        var habit = random.nextInt(8);
        if (habit == 0 && last.isPresent()) {
            return last;
        }
        if (habit == 1) {
            var others = world.calls().stream()
                    .flatMap(other -> other.errand.flatMap(Errand::location).stream())
                    .toList();
            return others.isEmpty() ? last : Optional.of(others.get(random.nextInt(others.size())));
        }
        var offer = call(random, call.endpoint, Call.Form.OFFER);
        var wanted = "{\"contentType\":\"application/json\",\"length\":" + body.length + ",\"sha256\":\""
                + Sha256.hex(body) + "\"}";
        offer.errand = Optional.of(new Errand("POST", path(offer), Map.of(), wanted.getBytes(StandardCharsets.UTF_8)));
        send(offer, random);
        if (offer.status != 201) {
            return Optional.empty();
        }
        offer.visit = new Call.Visit(offer.ended, offer.ended, 0, 0);
        return Optional.of(put(offer, body, random));
    }

    private String put(Call offer, byte[] body, Random random) {
        var told = TableJson.read(offer.answer.getBytes(StandardCharsets.UTF_8));
        var place = String.valueOf(told.get("inputLocation"));
        var address = String.valueOf(told.get("url"));
        var fields = new HashMap<String, String>();
        if (told.get("headers") instanceof Map<?, ?> map) {
            map.forEach((name, value) -> fields.put(String.valueOf(name), String.valueOf(value)));
        }
        world.services().s3().offered(offer, place);
        Sim.get().sleep(Chances.nanos(random, 50));
        var habit = random.nextInt(10);
        if (habit == 0) {
            cheat(address, fields, body);
        } else if (habit == 1) {
            Sim.get().sleep(6 * Cap.MINUTE);
        } else if (habit == 2 || habit == 4) {
            world.services().s3().forge(place, other(body));
        }
        if (habit > 0) {
            put(offer, address, fields, body);
        }
        if (habit == 3) {
            cheat(address, fields, body);
        }
        last = Optional.of(place);
        return place;
    }

    /// Sends other bytes as well as it can: with the fields that the signature covers, and no others.
    private void cheat(String address, Map<String, String> fields, byte[] body) {
        var signed = new HashMap<String, String>();
        for (var name : SimPresigned.names(URI.create(address))) {
            signed.put(name, fields.getOrDefault(name, ""));
        }
        world.services().s3().put(address, signed, other(body));
    }

    private static byte[] other(byte[] body) {
        var other = body.clone();
        other[body.length / 2] ^= 1;
        return other;
    }

    private void put(Call offer, String address, Map<String, String> fields, byte[] body) {
        var status = world.services().s3().put(address, fields, body);
        world.story().tell(offer, "is followed by an upload: " + status);
    }

    private void ask(Random random) {
        var all = world.services().jobs().told();
        var own = all.stream().filter(job -> job.call.caller.equals(caller)).toList();
        if (all.isEmpty()) {
            return;
        }
        var some = own.isEmpty() || random.nextInt(8) == 0 ? all : own;
        var job = random.nextBoolean() ? some.getLast() : some.get(random.nextInt(some.size()));
        if (random.nextInt(3) == 0) {
            var again = world.chances().of("again", job.id, random.nextLong());
            Sim.get().start(caller.name(), Sim.get().time(), null, () -> ask(job, again));
        }
        ask(job, random);
    }

    private void ask(Job job, Random random) {
        for (var i = 0; i < PATIENCE; i++) {
            var endpoint = random.nextInt(12) == 0
                    ? SimPolicy.ENDPOINTS.get(random.nextInt(SimPolicy.ENDPOINTS.size()))
                    : job.call.endpoint;
            var call = asking(job, endpoint, random);
            send(call, random);
            if (call.status != 202) {
                return;
            }
            Sim.get().sleep(Chances.nanos(random, 12_000));
        }
    }

    private Call asking(Job job, String endpoint, Random random) {
        var call = call(random, endpoint, random.nextBoolean() ? Call.Form.RESULT : Call.Form.PULLED);
        call.job = Optional.of(job);
        call.errand = Optional.of(new Errand("GET", path(call) + job.id, Map.of(), new byte[0]));
        if (world.has(Way.LEAVERS) && random.nextInt(3) == 0) {
            call.reader = Reader.of(random);
        }
        return call;
    }

    /// Asks for a result in peace.
    Call last(Job job) {
        return asking(job, job.call.endpoint, world.chances().of("last", job.id));
    }
}
