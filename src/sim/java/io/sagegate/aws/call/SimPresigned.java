package io.sagegate.aws.call;

import io.sagegate.sim.world.Hooks;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// Judges presigned addresses as S3 does.
public final class SimPresigned {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");

    private SimPresigned() {}

    /// Whether the address is signed for these fields, and not over yet.
    public static boolean isSigned(URI address, Map<String, String> fields, Instant now) {
        var query = new HashMap<String, String>();
        for (var part : address.getQuery().split("&", -1)) {
            var equals = part.indexOf('=');
            query.put(part.substring(0, equals), part.substring(equals + 1));
        }
        var date =
                LocalDateTime.parse(query.getOrDefault("X-Amz-Date", ""), DATE).toInstant(ZoneOffset.UTC);
        var life = Duration.ofSeconds(Long.parseLong(query.getOrDefault("X-Amz-Expires", "0")));
        return now.isBefore(date.plus(life))
                && address.toString().equals(signed(address, signed(query, fields), date, life));
    }

    /// The names of the fields that the signature covers.
    public static List<String> names(URI address) {
        var query = address.getQuery();
        var from = query.indexOf("X-Amz-SignedHeaders=") + "X-Amz-SignedHeaders=".length();
        return List.of(query.substring(from, query.indexOf('&', from)).split(";", -1));
    }

    private static Fields signed(Map<String, String> query, Map<String, String> fields) {
        var signed = new Fields();
        for (var name : query.getOrDefault("X-Amz-SignedHeaders", "").split(";", -1)) {
            if (!name.equals("host")) {
                signed.add(name, fields.getOrDefault(name, ""));
            }
        }
        return signed;
    }

    private static String signed(URI address, Fields fields, Instant date, Duration life) {
        var origin = Origin.of(address);
        var service = new Service("s3", Hooks.getenv("AWS_REGION"), origin);
        var credentials = Credentials.of(Hooks.getenv()).orElseThrow();
        var signer = new Signer(service, () -> date, new Skew(() -> date));
        return origin.text() + signer.presigned("PUT", address.getRawPath(), fields, credentials, life);
    }

    /// A hash as S3 writes it.
    public static String base64(String hex) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }
}
