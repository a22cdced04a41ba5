package io.github.cachestarter.dropin.clinic;

import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;
import org.springframework.stereotype.Service;

/** Every corner of Spring's annotations, and results of many types. */
@Service
@CacheConfig(cacheNames = "shop")
public class Shop {

    private final Loads loads;

    Shop(Loads loads) {
        this.loads = loads;
    }

    @Cacheable(cacheNames = "unless", unless = "#result == null")
    public String unless(String name) {
        return loads.add(name.equals("none") ? null : "found " + name);
    }

    @Cacheable(cacheNames = "unless", key = "'optional ' + #name", unless = "#result == null")
    public Optional<String> unlessOptional(String name) {
        return loads.add(name.equals("none") ? Optional.empty() : Optional.of("found " + name));
    }

    @Cacheable(cacheNames = "unless", key = "'big ' + #n", unless = "#result > 10")
    public int unlessBig(int n) {
        return loads.add(n);
    }

    @Cacheable(cacheNames = "condition", condition = "#n > 10")
    public Long condition(long n) {
        return loads.add(n * 2);
    }

    @Cacheable({"first", "second"})
    public Item several(String name) {
        return loads.add(Item.of(7L, name, "a", "b"));
    }

    @Cacheable("items")
    public Item item(Long id) {
        return loads.add(Item.of(id, "item " + id));
    }

    @CachePut(cacheNames = "items", key = "#result.id")
    public Item save(Item item) {
        return loads.add(Item.of(item.getId() == null ? 99L : item.getId(), item.getName() + " saved"));
    }

    @Caching(
            cacheable = @Cacheable(cacheNames = "items", key = "#id"),
            put = @CachePut(cacheNames = "latest", key = "'latest'"))
    public Item cacheableAndPut(Long id) {
        return loads.add(Item.of(id, "both " + id));
    }

    @Cacheable(cacheNames = "latest", key = "'latest'")
    public Item latest() {
        return loads.add(Item.of(0L, "none yet"));
    }

    @Caching(
            evict = {
                @CacheEvict(cacheNames = "items", key = "#id"),
                @CacheEvict(cacheNames = "latest", allEntries = true)
            })
    public void remove(Long id) {
        loads.add();
    }

    @CacheEvict(
            cacheNames = {"items", "latest"},
            allEntries = true)
    public boolean removeAll() {
        return true;
    }

    @CacheEvict(cacheNames = "items", beforeInvocation = true)
    public void removeAndFail(Long id) {
        throw new IllegalStateException("after removing " + id);
    }

    @CacheEvict(cacheNames = "items")
    public void failToRemove(Long id) {
        throw new IllegalStateException("before removing " + id);
    }

    @Cacheable(sync = true)
    public String sync(String name) {
        return loads.add("sync " + name);
    }

    @Cacheable(key = "#root.methodName + T(java.util.Arrays).toString(#numbers)")
    public int sum(int... numbers) {
        return loads.add(java.util.Arrays.stream(numbers).sum());
    }

    @Cacheable("varargs")
    public String join(String... parts) {
        return loads.add(String.join("-", parts));
    }

    @Cacheable("greetings")
    public String greet(String name) {
        return loads.add("hello " + name);
    }

    @Cacheable("two")
    public String two(String left, Integer right) {
        return loads.add(left + right);
    }

    @Cacheable("no-arguments")
    public String nothing() {
        return loads.add("nothing");
    }

    @Cacheable(cacheNames = "generated", keyGenerator = "methodNameKeys")
    public String generated(String ignored) {
        return loads.add("generated");
    }

    @Cacheable(cacheNames = "nulls")
    public String nullResult(String name) {
        return loads.add((String) null);
    }

    @Cacheable(cacheNames = "nulls", key = "'void ' + #name")
    public void voidResult(String name) {
        loads.add();
    }

    @Cacheable("failures")
    public String checked(String name) throws IOException {
        throw loads.add(new IOException("checked " + name));
    }

    @Cacheable(cacheNames = "failures", sync = true)
    public String error(String name) {
        throw loads.add(new AssertionError("error " + name));
    }

    @Cacheable("chars")
    public char letter(int n) {
        return loads.add((char) ('a' + n));
    }

    @Cacheable("doubles")
    public double half(long n) {
        return loads.add(n / 2.0);
    }

    @Cacheable("objects")
    public Object object(String what) {
        loads.add();
        return switch (what) {
            case "long" -> 5L;
            case "item" -> Item.of(1L, "as an object");
            case "list" -> List.of(1L, "two", 3.0f);
            case "array" -> new String[] {"a", null};
            default -> what;
        };
    }

    @Cacheable("maps")
    public Map<String, Object> map(String name) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("z", 1L);
        map.put("name", name);
        map.put("nested", List.of(Map.of("k", 2.5)));
        map.put("none", null);
        return loads.add(map);
    }

    @Cacheable("generics")
    public <T extends Comparable<T>> T generic(T value) {
        return loads.add(value);
    }

    @Cacheable("wildcards")
    public List<? extends Number> wildcard(int n) {
        return loads.add(List.of(n, 2L, 3.5));
    }

    @Cacheable("bytes")
    public byte[] bytes(int n) {
        return loads.add(new byte[] {(byte) n, -1});
    }

    @Cacheable("kinds")
    public Pet.Kind kind(String name) {
        return loads.add(Pet.Kind.valueOf(name));
    }

    @Cacheable("optional-ints")
    public OptionalInt optionalInt(int n) {
        return loads.add(OptionalInt.of(n));
    }

    @SuppressWarnings("NonApiType") // applications do
    @Cacheable("sorted")
    public TreeSet<String> sorted(String name) {
        TreeSet<String> sorted = new TreeSet<>(Comparator.reverseOrder());
        sorted.addAll(List.of("a", "b", name));
        return loads.add(sorted);
    }

    @Cacheable("lambdas")
    public Supplier<String> lambda(String name) {
        return loads.add(() -> name);
    }

    @Cacheable("classes")
    public Class<?> type(String name) {
        return loads.add(String.class);
    }
}
