package io.sagegate.filters.detect;

import io.sagegate.policy.obligation.SensitiveKind;
import java.util.EnumMap;
import java.util.Map;

/// The table of detectors: one for each kind of data.
public final class Detectors {
    private static final Map<SensitiveKind, Detector> ALL = new EnumMap<>(Map.of(
            SensitiveKind.PRIVATE_KEY, new PrivateKeyDetector(),
            SensitiveKind.JWT, new JwtDetector(),
            SensitiveKind.AWS_KEY, new AwsKeyDetector(),
            SensitiveKind.EMAIL, new EmailDetector(),
            SensitiveKind.IBAN, new IbanDetector(),
            SensitiveKind.CARD, new CardDetector(),
            SensitiveKind.US_SSN, new SsnDetector(),
            SensitiveKind.IPV4, new Ipv4Detector(),
            SensitiveKind.IPV6, new Ipv6Detector(),
            SensitiveKind.PHONE, new PhoneDetector()));

    private Detectors() {}

    public static Detector of(SensitiveKind kind) {
        var detector = ALL.get(kind);
        if (detector == null) {
            throw new IllegalStateException("no detector for " + kind.code());
        }
        return detector;
    }
}
