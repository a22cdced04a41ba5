package io.github.cachestarter.dropin.restart;

import io.github.cachestarter.testing.Patience;
import java.io.Closeable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** An application that is loaded anew, with all its classes, as DevTools do. Found by its name, and only known as a Callable. */
public final class Stall implements Callable<List<Object>>, Closeable {

    private final ConfigurableApplicationContext context;

    /** Starts it. */
    public Stall(String redisPort) {
        context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(Patience.settings(
                        "spring.application.name=stall",
                        "spring.main.banner-mode=off",
                        "spring.data.redis.port=" + redisPort))
                .run();
        Patience.awaitRedis(context);
    }

    /** A fruit, a list with one, what stands for an open type, and how many loads it took. */
    @Override
    public List<Object> call() {
        Basket basket = context.getBean(Basket.class);
        List<Object> result = new ArrayList<>();
        result.add(basket.fruit("apple"));
        result.add(basket.fruits("pear").get(0));
        result.add(basket.anything("plum"));
        result.add(basket.loads());
        return result;
    }

    @Override
    public void close() {
        context.close();
    }

    /** How ripe a fruit is. */
    enum Ripeness {
        GREEN,
        RIPE
    }

    sealed interface Thing permits Fruit {}

    record Fruit(String name, Ripeness ripeness, LocalDate picked) implements Thing {}

    static class Basket {

        private int loads;

        public int loads() {
            return loads;
        }

        @Cacheable("fruit")
        public Fruit fruit(String name) {
            loads++;
            return new Fruit(name, Ripeness.RIPE, LocalDate.of(2026, 7, 1));
        }

        @Cacheable("fruits")
        public List<Fruit> fruits(String name) {
            loads++;
            return new ArrayList<>(List.of(new Fruit(name, Ripeness.GREEN, LocalDate.of(2026, 7, 2))));
        }

        @Cacheable("anything")
        public Thing anything(String name) {
            loads++;
            return new Fruit(name, Ripeness.RIPE, LocalDate.of(2026, 7, 3));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {DataSourceAutoConfiguration.class, HibernateJpaAutoConfiguration.class})
    @Import(Basket.class)
    static class Application {}
}
