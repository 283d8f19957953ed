package io.sagegate.sim;

import com.sun.source.util.JavacTask;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticListener;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Compiles one changed file against the class path, in memory.
final class MutantCompiler {
    private MutantCompiler() {}

    /// The classes of the changed file, by name.
    static Map<String, byte[]> compile(Mutant mutant) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var messages = new StringWriter();
        try (var files = new Memory(compiler.getStandardFileManager(null, null, null))) {
            var options = List.of("-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"));
            var source = new Source(mutant.path().toUri(), mutant.changed());
            if (!compiler.getTask(messages, files, null, options, null, List.of(source))
                    .call()) {
                throw new IllegalStateException(mutant.name() + " does not compile: " + messages);
            }
            return files.classes();
        }
    }

    /// The messages about changed files that do not compile, by the file's name. All changes of a file are made
    /// together, but for those of one place, which follow in another round. Nothing is written.
    static Map<String, String> faults(List<Mutant> mutants) throws IOException {
        var faults = new TreeMap<String, String>();
        var left = new ArrayList<>(mutants);
        try (var files = ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null)) {
            while (!left.isEmpty()) {
                check(files, together(left), faults);
            }
        }
        return faults;
    }

    /// The texts of changed files. Takes the changes that are made off the list.
    private static Map<URI, String> together(List<Mutant> left) throws IOException {
        var texts = new LinkedHashMap<URI, String>();
        for (var mutant : List.copyOf(left)) {
            var file = mutant.path().toUri();
            var text = texts.containsKey(file) ? texts.getOrDefault(file, "") : mutant.source();
            if (text.contains(mutant.from())) {
                texts.put(file, text.replace(mutant.from(), mutant.to()));
                left.remove(mutant);
            } else if (!texts.containsKey(file)) {
                throw new IllegalStateException(mutant.name() + " has no place in the code");
            }
        }
        return texts;
    }

    private static void check(JavaFileManager files, Map<URI, String> texts, Map<String, String> faults)
            throws IOException {
        DiagnosticListener<JavaFileObject> errors = message -> {
            if (message.getKind() == Diagnostic.Kind.ERROR) {
                var source = message.getSource();
                faults.put(
                        source == null ? "" : source.getName(),
                        message.getLineNumber() + ": " + message.getMessage(Locale.ROOT));
            }
        };
        var sources = texts.entrySet().stream()
                .map(text -> new Source(text.getKey(), text.getValue()))
                .toList();
        var options = List.of("-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"));
        ((JavacTask) ToolProvider.getSystemJavaCompiler().getTask(null, files, errors, options, null, sources))
                .analyze();
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(URI uri, String text) {
            super(uri, Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class Compiled extends SimpleJavaFileObject {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Compiled(String name) {
            super(URI.create("memory:/" + name.replace('.', '/') + ".class"), Kind.CLASS);
        }

        @Override
        public OutputStream openOutputStream() {
            return bytes;
        }
    }

    private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, Compiled> made = new HashMap<>();

        Memory(JavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(Location location, String name, Kind kind, FileObject sibling) {
            return made.computeIfAbsent(name, Compiled::new);
        }

        Map<String, byte[]> classes() {
            return made.entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, entry -> entry.getValue().bytes.toByteArray()));
        }
    }
}
