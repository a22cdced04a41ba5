package io.github.cachestarter.insight.readiness;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.Handle;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;
import org.springframework.util.ClassUtils;

/**
 * Which classes the body of a method calls: its own, and that of the methods and lambdas of the same class that it leads
 * to. Calls that lead out of the class are not followed, so what a collaborator asks is not seen. No class is loaded for
 * it.
 */
final class MethodBody {

    private MethodBody() {}

    /** The internal names of the called classes; empty: there is no body, or none that can be read. */
    static Optional<Set<String>> calledBy(Method method) {
        Class<?> type = method.getDeclaringClass();
        try (InputStream in = type.getResourceAsStream(ClassUtils.getClassFileName(type))) {
            if (in == null) {
                return Optional.empty();
            }
            Calls calls = new Calls(Type.getInternalName(type));
            new ClassReader(in).accept(calls, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
            String name = method.getName() + Type.getMethodDescriptor(method);
            return calls.bodies.containsKey(name) ? Optional.of(calls.reachableFrom(name)) : Optional.empty();
        } catch (IOException | RuntimeException ex) {
            return Optional.empty(); // a class file of a newer Java than Spring's reader knows, for example
        }
    }

    /** What the methods of one class call. */
    private static final class Calls extends ClassVisitor {

        private final String self;
        private final Map<String, Body> bodies = new HashMap<>();

        Calls(String self) {
            super(SpringAsmInfo.ASM_VERSION);
            this.self = self;
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            return new Body(this, name + descriptor);
        }

        Set<String> reachableFrom(String method) {
            Set<String> owners = new LinkedHashSet<>();
            Set<String> seen = new LinkedHashSet<>();
            Deque<String> next = new ArrayDeque<>(Set.of(method));
            while (!next.isEmpty()) {
                String name = next.remove();
                Body body = bodies.get(name);
                if (body != null && seen.add(name)) {
                    owners.addAll(body.owners);
                    next.addAll(body.own);
                }
            }
            return owners;
        }
    }

    /** What one method calls. It counts once its code begins: an abstract method has none. */
    private static final class Body extends MethodVisitor {

        private final Calls calls;
        private final String name;
        private final Set<String> owners = new LinkedHashSet<>();
        private final Set<String> own = new LinkedHashSet<>();

        Body(Calls calls, String name) {
            super(SpringAsmInfo.ASM_VERSION);
            this.calls = calls;
            this.name = name;
        }

        @Override
        public void visitCode() {
            calls.bodies.put(name, this);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String called, String descriptor, boolean onInterface) {
            add(owner, called + descriptor);
        }

        @Override
        public void visitInvokeDynamicInsn(String called, String descriptor, Handle bootstrap, Object... arguments) {
            for (Object argument : arguments) {
                if (argument instanceof Handle handle) {
                    add(handle.getOwner(), handle.getName() + handle.getDesc());
                }
            }
        }

        private void add(String owner, String method) {
            if (owner.equals(calls.self)) {
                own.add(method);
            } else {
                owners.add(owner);
            }
        }
    }
}
