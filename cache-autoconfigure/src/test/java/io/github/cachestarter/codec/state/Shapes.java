package io.github.cachestarter.codec.state;

import com.fasterxml.jackson.annotation.JsonBackReference;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonManagedReference;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Classes of the kinds that applications cache. */
@SuppressWarnings({"unused", "JavaUtilDate", "ClassCanBeStatic"}) // as real classes have them
final class Shapes {

    private Shapes() {}

    static class Entity {
        private Integer id;

        void id(int value) {
            id = value;
        }
    }

    static class Vet extends Entity implements Serializable {
        private static final long serialVersionUID = 1L;
        private String lastName;
        private Set<Specialty> specialties = new HashSet<>();

        static Vet of(int id, String name, String... specialties) {
            Vet vet = new Vet();
            vet.id(id);
            vet.lastName = name;
            for (String each : specialties) {
                Specialty specialty = new Specialty();
                specialty.name = each;
                vet.specialties.add(specialty);
            }
            return vet;
        }

        public List<Specialty> getSpecialties() {
            return specialties.stream()
                    .sorted(Comparator.comparing((Specialty each) -> each.name))
                    .collect(Collectors.toList());
        }

        public int getNrOfSpecialties() {
            return specialties.size();
        }
    }

    static class Specialty extends Entity {
        private String name;
    }

    static class Patient {
        private String name;

        @JsonManagedReference
        private List<Appointment> appointments = new ArrayList<>();

        private Set<Appointment> open = new HashSet<>();

        static Patient of(String name, int count) {
            Patient patient = new Patient();
            patient.name = name;
            for (int i = 0; i < count; i++) {
                Appointment appointment = new Appointment();
                appointment.patient = patient;
                appointment.day = LocalDate.of(2026, 1, i + 1);
                patient.appointments.add(appointment);
                patient.open.add(appointment);
            }
            return patient;
        }
    }

    static class Appointment {
        @JsonBackReference
        private Patient patient;

        private LocalDate day;
    }

    /** Its hash reads the object around it. */
    static class Room {
        private House house;
        private String name;

        @Override
        public boolean equals(Object other) {
            return other instanceof Room room && room.name.equals(name) && room.house.street.equals(house.street);
        }

        @Override
        public int hashCode() {
            return Objects.hash(name, house.street);
        }
    }

    static class House {
        private Set<Room> rooms = new HashSet<>();
        private Map<Room, Integer> sizes = new java.util.HashMap<>();
        private String street;

        static House of(String street, String... rooms) {
            House house = new House();
            house.street = street;
            for (String each : rooms) {
                Room room = new Room();
                room.house = house;
                room.name = each;
                house.rooms.add(room);
                house.sizes.put(room, each.length());
            }
            return house;
        }
    }

    static class User {
        private String name = "ada";

        @JsonIgnore
        private String password = "secret";

        @JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
        private String token = "t";
    }

    static final class Immutable {
        private final String name;
        private final int size;

        Immutable(String name, int size) {
            this.name = name;
            this.size = size;
        }
    }

    /** Parameter names that say nothing, as without {@code -parameters}. */
    static final class Nameless {
        private final String name;
        private final int size;

        Nameless(String arg0, int arg1) {
            this.name = arg0;
            this.size = arg1;
        }
    }

    record Box<T>(T content) {}

    record Pair<A, B>(A left, List<B> right) {}

    sealed interface Figure permits Circle, Square {}

    record Circle(double radius) implements Figure {}

    record Square(double side) implements Figure {}

    interface Payment {}

    record Card(String number) implements Payment {}

    static class Invoice {
        private Payment payment = new Card("1");
        private Person person = new Employee();
    }

    static class Person {
        private String name = "p";
    }

    static class Employee extends Person {
        private int salary = 3;
    }

    enum Op {
        PLUS {
            @Override
            int apply(int a, int b) {
                return a + b;
            }
        },
        MINUS {
            @Override
            int apply(int a, int b) {
                return a - b;
            }
        };

        abstract int apply(int a, int b);
    }

    enum Color {
        RED,
        GREEN
    }

    record Point(int x, int y) {}

    static class Numbers {
        byte[] bytes = {1, 2, -3};
        java.math.BigDecimal decimal = new java.math.BigDecimal("1.2300E+7");
        double nan = Double.NaN;
        double negativeZero = -0.0;
        float infinity = Float.NEGATIVE_INFINITY;
        Number number = 5L;
        Object integer = 5;
        short small = -7;
        char half = '\ud800';
        java.math.BigInteger big = new java.math.BigInteger("-123456789012345678901234567890");
    }

    static class TransientField {
        private String name = "n";
        private transient String cached;
    }

    static class OwnForm implements Serializable {
        private static final long serialVersionUID = 1L;
        private String name = "n";

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
        }
    }

    static class Base {
        private String name = "base";
    }

    static class Hiding extends Base {
        private String name = "hiding";
    }

    static class FinalSet {
        private final Set<String> names = new HashSet<>();

        FinalSet() {
            names.add("by constructor");
        }

        void add(String name) {
            names.add(name);
        }
    }

    static class NullOptional {
        @SuppressWarnings("NullOptional") // the shape
        private Optional<String> name = null;

        private Optional<String> other = Optional.of("x");
    }

    static class Chain {
        private Chain next;
        private int depth;

        static Chain of(int depth) {
            Chain chain = null;
            for (int i = 0; i < depth; i++) {
                Chain before = new Chain();
                before.next = chain;
                before.depth = i;
                chain = before;
            }
            return chain;
        }
    }

    class Inner {
        private int x = 1;
    }

    static Object inner() {
        return new Shapes().new Inner();
    }

    static class OwnList extends ArrayList<String> {
        private static final long serialVersionUID = 1L;
        private String extra = "e";
    }

    static class Dates {
        Date date = new Date(5);
        Date timestamp = new java.sql.Timestamp(-1_234_567);
    }

    static class Holder {
        Object first;
        Object second;
        List<Object> third;
    }

    static class Thing {
        Thread thread;
    }

    record Tree(String name, List<Tree> children) {}

    static Collection<Vet> vets() {
        return new ArrayList<>(List.of(Vet.of(1, "Carter"), Vet.of(2, "Leary", "radiology", "surgery")));
    }
}
