package io.sagegate.cli.console;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/// A file that a command line names; `-` stands for standard input.
public final class InputFile {
    private static final int BUFFER = 1 << 16;

    private InputFile() {}

    public static boolean isStandardInput(Path file) {
        return file.toString().equals("-");
    }

    /// The name of the file in messages.
    public static String name(Path file) {
        return isStandardInput(file) ? "standard input" : file.toString();
    }

    /// Reads the whole file.
    ///
    /// @throws java.nio.charset.CharacterCodingException if it is not UTF-8
    public static String text(Path file) throws IOException {
        byte[] bytes;
        try (var in = open(file)) {
            bytes = in.readAllBytes();
        } catch (IOException e) {
            throw Fault.in(file, e);
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    /// Opens a file, and unpacks it if its name ends in `.gz`. Closing the stream of standard input leaves standard
    /// input open.
    public static InputStream open(Path file) throws IOException {
        if (isStandardInput(file)) {
            return new FilterInputStream(System.in) {
                @Override
                public void close() {
                    // A later question on the console reads standard input too.
                }
            };
        }
        var in = Files.newInputStream(file);
        if (!file.toString().endsWith(".gz")) {
            return in;
        }
        try {
            return new GZIPInputStream(in, BUFFER);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }
}
