package io.github.cachestarter.dropin.clinic;

import io.github.cachestarter.dropin.clinic.Call.Kept;
import io.github.cachestarter.dropin.clinic.Keys.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.context.ApplicationContext;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.http.ResponseEntity;

/** Every cached method of the application, and what is to become of its value. */
public final class Calls {

    private static final PageRequest PAGE = PageRequest.of(0, 2, Sort.by("name").descending());

    private final List<Call> calls = new ArrayList<>();

    private Calls() {}

    public static List<Call> all() {
        Calls calls = new Calls();
        calls.entities();
        calls.projections();
        calls.lazyRelations();
        calls.services();
        calls.later();
        calls.annotations();
        calls.types();
        calls.byHand();
        return calls.calls;
    }

    private void entities() {
        of(OwnerRepository.class)
                .stored("Optional of an entity", owners -> owners.findById(1))
                .never("Optional of nothing", owners -> owners.findById(4711))
                .stored("all entities", owners -> owners.findAll())
                .stored("Page of entities", owners -> owners.findAll(PAGE))
                .stored("unpaged Page", owners -> owners.findAll(org.springframework.data.domain.Pageable.unpaged()))
                .stored("sorted entities", owners -> owners.findAll(Sort.by("id")))
                .stored("derived Page", owners -> owners.findByAddressCity("Madison", PAGE))
                .stored("derived Slice", owners -> owners.findSliceByAddressCity("Madison", PAGE))
                .stored("derived List", owners -> owners.findByAddressCityOrderByName("Madison"))
                .stored("empty List", owners -> owners.findByAddressCityOrderByName("Nowhere"))
                .stored("empty Page", owners -> owners.findByAddressCity("Nowhere", PAGE))
                .stored("Collection of entities", owners -> owners.descending("Madison"))
                .stored("count", owners -> owners.countByAddressCity("Madison"))
                .stored("exists", owners -> owners.existsByAddressCity("Madison"))
                .stored("type variable: owner", owners -> owners.findFirstByName("Betty"))
                .stored("default method", owners -> owners.nameOf(2));
        of(VetRepository.class)
                .stored("Collection of vets", VetRepository::findAll)
                .stored("Page of vets", vets -> vets.findAll(PageRequest.of(0, 5)))
                .stored("type variable: vet", vets -> vets.findFirstByName("James"));
        of(BookRepository.class)
                .stored("JDBC aggregate", books -> books.findById(1L))
                .stored("JDBC page", books -> books.findAll(PageRequest.of(0, 5)))
                .stored("JDBC derived query", books -> books.findByTitle("Cats"))
                .stored("JDBC strings", BookRepository::titles);
    }

    private void projections() {
        of(OwnerRepository.class)
                .stored("record projection", owners -> owners.findSummaryByName("Betty"))
                .stored("record projections", owners -> owners.findSummariesByAddressCityOrderByName("Madison"))
                .refused(
                        "dynamic projection",
                        "java.util.List<java.lang.Object>",
                        owners -> owners.findByAddressCityOrderByNameDesc("Madison", OwnerRepository.Summary.class))
                .stored("rows", owners -> owners.rows("Madison"))
                .refused(
                        "interface projection",
                        "OwnerRepository$View",
                        owners -> owners.findViewByName("Betty").map(OwnerRepository.View::getName))
                .refused(
                        "interface projections",
                        "OwnerRepository$View",
                        owners -> owners.findViewsByAddressCityOrderByName("Madison").stream()
                                .map(OwnerRepository.View::getName)
                                .toList());
    }

    private void lazyRelations() {
        of(WardRepository.class)
                .refused(
                        "lazy collection",
                        "Ward.beds",
                        wards -> wards.findByName("East").map(Ward::getName))
                .refused(
                        "lazy collections",
                        "Ward",
                        wards -> wards.findAllByOrderByName().stream()
                                .map(Ward::getName)
                                .toList())
                .stored("fetched by an entity graph", wards -> wards.findFetchedByName("East"))
                .stored("fetched by a join", WardRepository::allFetched)
                .refused(
                        "lazy reference",
                        "Ward",
                        wards -> wards.getReferenceById(1).getId());
        of(BedRepository.class)
                .refused(
                        "entity with a lazy proxy",
                        "Bed.ward",
                        beds -> beds.findByLabel("E1").map(Bed::getLabel))
                .refused(
                        "entities with a lazy proxy",
                        "Bed",
                        beds -> beds.findByWardNameOrderByLabel("East").stream()
                                .map(Bed::getLabel)
                                .toList());
        of(PaymentRepository.class)
                .refused(
                        "entities of unknown subclasses",
                        "Payment",
                        payments -> payments.findAll().stream()
                                .map(Payment::getAmount)
                                .toList());
    }

    private void services() {
        of(Pets.class)
                .stored("behind an interface", pets -> pets.byName("Betty"))
                .stored("list behind an interface", pets -> pets.ofOwner("Betty"))
                .stored("generic superclass", pets -> pets.one("Betty"));
        of(Desk.class)
                .stored("package-private", desk -> desk.owner("Betty"))
                .stored("read-only transaction", desk -> desk.readOnly("Betty"))
                .stored("lazy, but touched", desk -> desk.touchedWard("East"))
                .refused(
                        "lazy in a transaction",
                        "Ward",
                        desk -> desk.untouchedWards("x").stream()
                                .map(Ward::getName)
                                .toList())
                .never("failing in a transaction", desk -> desk.failing("x"));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the call waits for it
    private void later() {
        of(Streams.class)
                .stored("Mono", streams -> streams.mono("Betty"))
                .stored("Mono with unless", streams -> streams.monoUnless("Betty"))
                .never("Mono without a value, unless", streams -> streams.monoUnless("nobody"))
                .never("empty Mono", streams -> streams.empty("x"))
                .never("failed Mono", streams -> streams.failed("x"))
                .stored("Mono of Optional", streams -> streams.monoOfOptional("x"))
                .stored("Mono of List", streams -> streams.monoOfList("x"))
                .stored("Flux", Streams::flux)
                .stored("empty Flux", Streams::emptyFlux)
                .stored("synchronized Flux", Streams::syncFlux)
                .stored("future", streams -> streams.future("Betty"))
                .stored("future of Optional", streams -> streams.futureOfOptional("x"))
                .stored("future of List", Streams::futureOfList)
                .never("failed future", streams -> streams.failedFuture("x"))
                .refused("ResponseEntity", "HttpHeaders.headers", streams -> describe(streams.responseEntity("x")))
                .refused(
                        "ServerResponse",
                        "ServerResponse",
                        streams -> streams.response("x")
                                .map(response -> response.statusCode().value()));
    }

    private void annotations() {
        of(Shop.class)
                .stored("unless, found", shop -> shop.unless("x"))
                .never("unless, null", shop -> shop.unless("none"))
                .stored("unless, Optional", shop -> shop.unlessOptional("x"))
                .never("unless, empty Optional", shop -> shop.unlessOptional("none"))
                .stored("unless, small", shop -> shop.unlessBig(5))
                .never("unless, big", shop -> shop.unlessBig(50))
                .stored("condition, true", shop -> shop.condition(11))
                .never("condition, false", shop -> shop.condition(9))
                .stored("several caches", shop -> shop.several("x"))
                .stored("sync", shop -> shop.sync("x"))
                .stored("varargs", shop -> shop.sum(1, 2, 3))
                .stored("no varargs", shop -> shop.sum())
                .stored("array as the key", shop -> shop.join("a", "b"))
                .stored("another array as the key", shop -> shop.join("a-b"))
                .stored("null argument", shop -> shop.greet(null))
                .stored("the text null as argument", shop -> shop.greet("null"))
                .stored("two arguments", shop -> shop.two("a", 1))
                .stored("two arguments, one null", shop -> shop.two("a", null))
                .stored("no arguments", Shop::nothing)
                .stored("key generator", shop -> shop.generated("x"))
                .never("null result", shop -> shop.nullResult("x"))
                .never("void", shop -> {
                    shop.voidResult("x");
                    return null;
                })
                .never("checked exception", shop -> shop.checked("x"))
                .never("error", shop -> shop.error("x"))
                .stored("char", shop -> shop.letter(3))
                .stored("double", shop -> shop.half(3));
    }

    private void types() {
        of(Shop.class)
                .stored("Object: Long", shop -> shop.object("long"))
                .learned("Object: application's class", shop -> shop.object("item"))
                .stored("Object: List", shop -> shop.object("list"))
                .stored("Object: array", shop -> shop.object("array"))
                .stored("Object: String", shop -> shop.object("text"))
                .stored("Map of Objects", shop -> shop.map("x"))
                .stored("type variable: String", shop -> shop.generic("x"))
                .stored("type variable: Long", shop -> shop.generic(5L))
                .stored("wildcard", shop -> shop.wildcard(1))
                .stored("bytes", shop -> shop.bytes(3))
                .stored("enum with a body", shop -> shop.kind("DOG"))
                .stored("OptionalInt", shop -> shop.optionalInt(3))
                .refused("comparator", "TreeSet", shop -> shop.sorted("x"))
                .refused("lambda", "Supplier", shop -> shop.lambda("x").get())
                .refused("Class", "Class", shop -> shop.type("x"));
    }

    private void byHand() {
        Keys.all().forEach((name, key) -> hand("key: " + name, key, () -> "value of " + name));
        hand("value: list", "list", () -> new ArrayList<>(List.of(1L, "two")));
        hand("value: Long", "long", () -> 5L);
        hand("value: array", "array", () -> new String[] {"a", null});
        hand("value: Item", Kept.LEARNED, "item", () -> Item.of(3L, "by hand", "x"));
        hand("value: record", Kept.LEARNED, "record", () -> new OwnerRepository.Summary(1, "a"));
        calls.add(new Call("by hand, put and get by type", Kept.STORED, "", Calls::putAndGet));
    }

    private void hand(String name, Object key, Supplier<Object> value) {
        hand(name, Kept.STORED, key, value);
    }

    private void hand(String name, Kept kept, Object key, Supplier<Object> value) {
        calls.add(new Call(
                "by hand, " + name,
                kept,
                "",
                context -> context.getBean(CacheManager.class)
                        .getCache("hand")
                        .get(key, () -> context.getBean(Loads.class).add(value.get()))));
    }

    /** A cache that one instance fills and another only reads. */
    private static Object putAndGet(ApplicationContext context) {
        Cache cache = context.getBean(CacheManager.class).getCache("read-by-type");
        Place place = cache.get("place", Place.class);
        if (place == null) {
            cache.put("place", context.getBean(Loads.class).add(new Place("here", 1)));
        }
        return cache.get("place", Place.class);
    }

    private static Object describe(ResponseEntity<String> entity) {
        return entity.getStatusCode() + " " + entity.getHeaders().getFirst("X-Name") + " " + entity.getBody();
    }

    private <T> Group<T> of(Class<T> type) {
        return new Group<>(type);
    }

    /** A method of the bean; it may fail. */
    interface Method<T> {
        Object call(T bean) throws Exception;
    }

    /** The calls of one bean. */
    private final class Group<T> {

        private final Class<T> type;

        Group(Class<T> type) {
            this.type = type;
        }

        Group<T> stored(String name, Method<T> method) {
            return add(name, Kept.STORED, "", method);
        }

        Group<T> learned(String name, Method<T> method) {
            return add(name, Kept.LEARNED, "", method);
        }

        Group<T> never(String name, Method<T> method) {
            return add(name, Kept.NEVER, "", method);
        }

        Group<T> refused(String name, String where, Method<T> method) {
            return add(name, Kept.REFUSED, where, method);
        }

        private Group<T> add(String name, Kept kept, String where, Method<T> method) {
            calls.add(new Call(name, kept, where, context -> method.call(context.getBean(type))));
            return this;
        }
    }
}
