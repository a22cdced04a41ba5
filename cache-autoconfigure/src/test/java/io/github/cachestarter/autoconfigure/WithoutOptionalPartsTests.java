package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.util.StringUtils;

/**
 * A whole application in a class loader of its own from which jars are missing, so that every class that links against
 * them fails as it would in production. Spring's transactions and Spring Data Commons are no optional parts: Spring Data
 * Redis itself does not work without them.
 */
class WithoutOptionalPartsTests {

    /** Too many parts for a cache: a database, a web server. Never there, or each start would take seconds. */
    private static final String NEVER =
            "|hibernate|h2-|spring-boot-(jpa|jdbc|data-jpa|hibernate|webmvc|tomcat|sql)|tomcat-";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spring-boot-actuator|spring-boot-health|spring-boot-micrometer|micrometer-",
                "aspectjweaver|jackson-dataformat|jackson-datatype",
            })
    void starts_and_answers(String missing) throws Exception {
        try (URLClassLoader loader =
                new URLClassLoader(without(missing + NEVER), ClassLoader.getPlatformClassLoader())) {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(loader);
            try {
                Supplier<?> application = (Supplier<?>) loader.loadClass(Application.class.getName())
                        .getDeclaredConstructor()
                        .newInstance();
                assertThat(application.get()).isEqualTo("TieredCacheManager: price of a");
            } finally {
                thread.setContextClassLoader(before);
            }
        }
    }

    private static URL[] without(String missing) throws MalformedURLException {
        Pattern pattern = Pattern.compile("(" + missing + ")[^" + File.separator + "]*\\.jar$");
        List<URL> urls = new ArrayList<>();
        for (String entry :
                StringUtils.delimitedListToStringArray(System.getProperty("java.class.path"), File.pathSeparator)) {
            if (!pattern.matcher(entry).find()) {
                urls.add(new File(entry).toURI().toURL());
            }
        }
        return urls.toArray(URL[]::new);
    }

    /** Starts, calls a cached method, and says who answered. */
    public static class Application implements Supplier<String> {

        @Override
        public String get() {
            SpringApplication application = new SpringApplication(Root.class);
            application.setWebApplicationType(WebApplicationType.NONE);
            application.setRegisterShutdownHook(false);
            try (ConfigurableApplicationContext context = application.run(
                    "--spring.data.redis.port=1", "--logging.level.root=warn", "--spring.main.banner-mode=off")) {
                return context.getBean(CacheManager.class).getClass().getSimpleName() + ": "
                        + context.getBean(Service.class).price("a");
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Service.class)
    public static class Root {}

    public static class Service {

        @Cacheable("prices")
        public String price(String id) {
            return "price of " + id;
        }
    }
}
