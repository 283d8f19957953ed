package io.sagegate.lambda;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A TLS identity for `localhost` that lives as long as priming does: a fresh key, and a certificate that it signs
/// itself. Only priming's own connections trust it, and nothing writes the key anywhere.
///
/// Source: RFC 5280 §4.1 (form of a certificate); RFC 5480 and RFC 5758 (ECDSA).
final class PrimingIdentity {
    static final String HOST = "localhost";

    private static final Duration LIFE = Duration.ofHours(1);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int INTEGER = 0x02;
    private static final int BITS = 0x03;
    private static final int OCTETS = 0x04;
    private static final int TEXT = 0x0C;
    private static final int UTC_TIME = 0x17;
    private static final int VERSION = 0xA0;
    private static final int EXTENSIONS = 0xA3;
    private static final int DNS_NAME = 0x82;

    /// Object identifiers in DER: ecdsa-with-SHA256, commonName, subjectAltName.
    private static final byte[] ECDSA = HexFormat.of().parseHex("06082a8648ce3d040302");
    private static final byte[] COMMON_NAME = HexFormat.of().parseHex("0603550403");
    private static final byte[] ALTERNATIVE_NAME = HexFormat.of().parseHex("0603551d11");

    private final KeyPair keys;
    private final Certificate certificate;

    private PrimingIdentity(KeyPair keys, Certificate certificate) {
        this.keys = keys;
        this.certificate = certificate;
    }

    static PrimingIdentity create() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        var keys = generator.generateKeyPair();
        var unsigned = unsigned(keys);
        var signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(keys.getPrivate());
        signer.update(unsigned);
        var signed = der(SEQUENCE, unsigned, der(SEQUENCE, ECDSA), bits(signer.sign()));
        return new PrimingIdentity(
                keys, CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(signed)));
    }

    private static byte[] unsigned(KeyPair keys) {
        var now = Instant.now();
        var name = der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(TEXT, ascii(HOST)))));
        var life = der(SEQUENCE, time(now.minus(LIFE)), time(now.plus(LIFE)));
        var host = der(OCTETS, der(SEQUENCE, der(DNS_NAME, ascii(HOST))));
        return der(
                SEQUENCE,
                der(VERSION, der(INTEGER, new byte[] {2})),
                der(INTEGER, new byte[] {1}),
                der(SEQUENCE, ECDSA),
                name,
                life,
                name,
                keys.getPublic().getEncoded(),
                der(EXTENSIONS, der(SEQUENCE, der(SEQUENCE, ALTERNATIVE_NAME, host))));
    }

    private static byte[] time(Instant instant) {
        return der(UTC_TIME, ascii(TIME.format(instant)));
    }

    private static byte[] bits(byte[] bytes) {
        return der(BITS, new byte[1], bytes);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] der(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (var part : parts) {
            content.writeBytes(part);
        }
        var length = content.size();
        var out = new ByteArrayOutputStream();
        out.write(tag);
        if (length >= 0x100) {
            out.write(0x82);
            out.write(length >> 8);
        } else if (length >= 0x80) {
            out.write(0x81);
        }
        out.write(length);
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    /// The certificate in PEM, for those who shall trust it.
    String pem() throws GeneralSecurityException {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    /// The context of a server with this identity.
    SSLContext server() throws GeneralSecurityException, IOException {
        var password = new char[0];
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, password);
        store.setKeyEntry("priming", keys.getPrivate(), password, new Certificate[] {certificate});
        var managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(store, password);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    @Override
    public String toString() {
        return "PrimingIdentity";
    }
}
