package io.sagegate.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Builds one JSON object in memory, member by member.
public final class JsonObject {
    private static final JsonFactory ASCII =
            new JsonFactoryBuilder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final int USUAL_BYTES = 512;

    private JsonObject() {}

    /// Writes an object's members.
    @FunctionalInterface
    public interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    /// The object in UTF-8.
    public static byte[] utf8(Members members) {
        return utf8(USUAL_BYTES, members);
    }

    /// The object in UTF-8, for a size that is roughly known.
    public static byte[] utf8(int expectedBytes, Members members) {
        return write(Json.factory(), expectedBytes, members);
    }

    /// The object in printable ASCII. Every other character is escaped, so no text can break a line.
    public static byte[] ascii(int expectedBytes, Members members) {
        return write(ASCII, expectedBytes, members);
    }

    private static byte[] write(JsonFactory factory, int expectedBytes, Members members) {
        var out = new ByteArrayOutputStream(expectedBytes);
        try (var json = factory.createGenerator(out)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
