package io.sagegate.sim;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Map;
import java.util.Set;

/// Leads a class's calls for time, chance, waiting and the network to the simulation.
final class Redirects {
    private static final String WORLD = "io.sagegate.sim.world.";
    private static final ClassDesc HOOKS = ClassDesc.of(WORLD + "Hooks");
    private static final ClassDesc CHANCE = ClassDesc.of(WORLD + "Chance");
    private static final ClassDesc WIRE = ClassDesc.of("io.sagegate.aws.call.SimWire");

    /// Static methods and, by the name of the hook, what replaces them.
    private static final Map<String, String> STATIC = Map.ofEntries(
            Map.entry("java/lang/System.nanoTime", "nanoTime"),
            Map.entry("java/lang/System.currentTimeMillis", "currentTimeMillis"),
            Map.entry("java/lang/System.getenv", "getenv"),
            Map.entry("java/time/Instant.now", "instant"),
            Map.entry("java/time/InstantSource.system", "clock"),
            Map.entry("java/lang/Thread.sleep", "sleep"),
            Map.entry("java/util/UUID.randomUUID", "uuid"),
            Map.entry("org/slf4j/LoggerFactory.getLogger", "logger"),
            Map.entry("java/util/Map.copyOf", "copy"),
            Map.entry("java/util/Set.copyOf", "copy"));

    /// Classes whose new objects are replaced by those of a subclass.
    private static final Map<String, ClassDesc> NEW = Map.of(
            "java/util/concurrent/locks/ReentrantLock", ClassDesc.of(WORLD + "SimLock"),
            "java/util/concurrent/CompletableFuture", ClassDesc.of(WORLD + "SimFuture"),
            "java/util/concurrent/LinkedBlockingQueue", ClassDesc.of(WORLD + "SimQueue"),
            "java/security/SecureRandom", ClassDesc.of(WORLD + "SecureChance"));

    private static final String RANDOM = "java/util/concurrent/ThreadLocalRandom";
    private static final String THREADS = "java/lang/Thread$Builder$OfVirtual";

    /// A class with none of these names stays as it is.
    private static final Set<String> NAMES = Set.of(
            "java/lang/System",
            "java/time/Instant",
            "java/time/InstantSource",
            "java/lang/Thread",
            "java/util/UUID",
            "java/util/Map",
            "java/util/Set",
            "org/slf4j/LoggerFactory",
            RANDOM,
            "java/util/concurrent/locks/ReentrantLock",
            "java/util/concurrent/CompletableFuture",
            "java/util/concurrent/LinkedBlockingQueue",
            "java/security/SecureRandom");

    private Redirects() {}

    static byte[] of(String name, byte[] bytes) {
        if (name.startsWith(WORLD)) {
            return bytes;
        }
        var file = ClassFile.of(ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(Redirects.class.getClassLoader())
                        .orElse(ClassHierarchyResolver.defaultResolver())));
        var model = file.parse(bytes);
        return switch (name) {
            case "io.sagegate.aws.call.Wire" -> file.transformClass(model, wire());
            case "io.sagegate.aws.call.Signer" -> file.transformClass(model, signer(name));
            default ->
                isTouched(model)
                        ? file.transformClass(
                                model,
                                ClassTransform.transformingMethodBodies(
                                        (code, element) -> redirect(name, code, element)))
                        : bytes;
        };
    }

    private static boolean isTouched(ClassModel model) {
        for (var entry : model.constantPool()) {
            if (entry instanceof ClassEntry type && NAMES.contains(type.asInternalName())) {
                return true;
            }
        }
        return false;
    }

    private static void redirect(String name, CodeBuilder code, CodeElement element) {
        switch (element) {
            case InvokeInstruction call when call.opcode() == Opcode.INVOKESTATIC -> statics(code, call);
            case InvokeInstruction call
            when call.owner().asInternalName().equals(RANDOM) ->
                code.invokevirtual(CHANCE, call.name().stringValue(), call.typeSymbol());
            case InvokeInstruction call
            when call.owner().asInternalName().equals(THREADS) && call.name().equalsString("start") ->
                code.invokestatic(
                        HOOKS,
                        "start",
                        call.typeSymbol().insertParameterTypes(0, call.owner().asSymbol()));
            case InvokeInstruction call
            when call.owner().asInternalName().equals(THREADS) && call.name().equalsString("factory") ->
                code.invokestatic(
                        HOOKS,
                        "factory",
                        call.typeSymbol().insertParameterTypes(0, call.owner().asSymbol()));
            case InvokeInstruction call
            when call.opcode() == Opcode.INVOKESPECIAL && isNew(call) ->
                code.invokespecial(NEW.get(call.owner().asInternalName()), "<init>", call.typeSymbol());
            case NewObjectInstruction made
            when NEW.containsKey(made.className().asInternalName()) ->
                code.new_(NEW.get(made.className().asInternalName()));
            case FieldInstruction field
            when isOut(field) -> code.invokestatic(HOOKS, "out", MethodTypeDesc.of(field.typeSymbol()));
            case FieldInstruction field when isSalt(name, field) -> salt(code, field);
            default -> code.with(element);
        }
    }

    private static void statics(CodeBuilder code, InvokeInstruction call) {
        var hook = STATIC.get(call.owner().asInternalName() + "." + call.name().stringValue());
        if (hook != null) {
            code.invokestatic(HOOKS, hook, call.typeSymbol());
        } else if (call.owner().asInternalName().equals(RANDOM)) {
            code.invokestatic(CHANCE, "current", MethodTypeDesc.of(CHANCE));
        } else {
            code.with(call);
        }
    }

    private static boolean isNew(InvokeInstruction call) {
        return call.name().equalsString("<init>")
                && NEW.containsKey(call.owner().asInternalName());
    }

    /// The one static field that changes. Each environment has its own.
    private static boolean isSalt(String name, FieldInstruction field) {
        return name.equals("io.sagegate.trace.TraceContext") && field.name().equalsString("salt");
    }

    private static boolean isOut(FieldInstruction field) {
        return field.owner().asInternalName().equals("java/lang/System")
                && field.name().equalsString("out");
    }

    private static void salt(CodeBuilder code, FieldInstruction field) {
        if (field.opcode() == Opcode.GETSTATIC) {
            code.invokestatic(HOOKS, "salt", MethodTypeDesc.of(ConstantDescs.CD_long));
        } else {
            code.invokestatic(HOOKS, "salt", MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_long));
        }
    }

    /// Connections that are none: every request goes to the simulated network.
    private static ClassTransform wire() {
        return bodies((code, method) -> {
            var type = method.methodTypeSymbol();
            switch (method.methodName().stringValue()) {
                case "<init>" ->
                    code.aload(0)
                            .invokespecial(ConstantDescs.CD_Object, "<init>", MethodTypeDesc.of(ConstantDescs.CD_void))
                            .return_();
                case "answer", "stream" -> {
                    for (var i = 0; i < type.parameterCount(); i++) {
                        code.loadLocal(java.lang.classfile.TypeKind.from(type.parameterType(i)), i + 1);
                    }
                    code.invokestatic(WIRE, method.methodName().stringValue(), type)
                            .areturn();
                }
                default -> code.return_();
            }
        });
    }

    /// Signatures that are none: a field names the access key.
    private static ClassTransform signer(String name) {
        return (builder, element) -> {
            if (element instanceof MethodModel method && method.methodName().equalsString("signed")) {
                replace(
                        builder,
                        method,
                        code -> code.aload(1)
                                .aload(2)
                                .aload(0)
                                .getfield(ClassDesc.of(name), "service", ClassDesc.of("io.sagegate.aws.call.Service"))
                                .invokestatic(
                                        WIRE,
                                        "unsigned",
                                        MethodTypeDesc.of(
                                                method.methodTypeSymbol().returnType(),
                                                ClassDesc.of("io.sagegate.aws.call.Outgoing"),
                                                ClassDesc.of("io.sagegate.aws.call.Credentials"),
                                                ClassDesc.of("io.sagegate.aws.call.Service")))
                                .areturn());
            } else {
                builder.with(element);
            }
        };
    }

    private interface Body {
        void write(CodeBuilder code, MethodModel method);
    }

    private static ClassTransform bodies(Body body) {
        return (builder, element) -> {
            if (element instanceof MethodModel method && isReplaced(method)) {
                replace(builder, method, code -> body.write(code, method));
            } else {
                builder.with(element);
            }
        };
    }

    private static boolean isReplaced(MethodModel method) {
        return method.code().isPresent()
                && !method.flags().has(java.lang.reflect.AccessFlag.STATIC)
                && !method.methodName().equalsString("<clinit>");
    }

    private static void replace(
            java.lang.classfile.ClassBuilder builder,
            MethodModel method,
            java.util.function.Consumer<CodeBuilder> body) {
        builder.withMethod(
                method.methodName(), method.methodType(), method.flags().flagsMask(), made -> {
                    for (var part : method) {
                        if (!(part instanceof java.lang.classfile.CodeModel)) {
                            made.with(part);
                        }
                    }
                    made.withCode(body);
                });
    }
}
