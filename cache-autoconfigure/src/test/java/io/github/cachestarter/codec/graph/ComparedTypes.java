package io.github.cachestarter.codec.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/** What the tests of comparing compare. */
final class ComparedTypes {

    private ComparedTypes() {}

    record Point(int x, double y, String name) {}

    static class Person {
        private final String name;
        private int age;
        transient String remembered;

        Person(String name, int age) {
            this.name = name;
            this.age = age;
        }

        /** Equal by name, as an entity is by its id: no use for a comparison of state. */
        @Override
        public boolean equals(Object other) {
            return other == this;
        }

        @Override
        public int hashCode() {
            return Objects.hash(name, age);
        }
    }

    static final class Employee extends Person {
        final String job;

        Employee(String name, int age, String job) {
            super(name, age);
            this.job = job;
        }
    }

    static final class Node {
        final String name;
        final Set<Node> children = new HashSet<>();
        Node parent;

        Node(String name) {
            this.name = name;
        }
    }

    static final class Fixed {
        final Object content;

        Fixed(Object content) {
            this.content = content;
        }
    }

    static final class Mutable {
        String name;

        Mutable(String name) {
            this.name = name;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Mutable that && name.equals(that.name);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    /** A list with a name. */
    static final class Named extends ArrayList<String> {
        private static final long serialVersionUID = 1L;
        final String name;
        private final boolean restless;

        Named(String element, String name) {
            this(element, name, false);
        }

        Named(String element, String name, boolean restless) {
            this.name = name;
            this.restless = restless;
            add(element);
        }

        @Override
        public int size() {
            if (restless) {
                throw new java.util.ConcurrentModificationException();
            }
            return super.size();
        }
    }

    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
