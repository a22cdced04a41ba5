package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.CacheSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an IDE and the documentation say of the properties is what holds. */
class ConfigurationMetadataTests {

    private static final String METADATA = "META-INF/spring-configuration-metadata.json";
    private static final Path PAGE = Path.of("..", "docs", "configuration.md");

    /** Properties that mean something by being absent; their descriptions say what. */
    private static final Set<String> WITHOUT_DEFAULT = Set.of(
            "cache-starter.prefix",
            "cache-starter.types",
            "cache-starter.insight.record-keys",
            "cache-starter.java-codec.allow",
            "cache-starter.readiness.sensitive",
            "cache-starter.readiness.accept",
            "cache-starter.caches",
            "cache-starter.defaults.type",
            "cache-starter.defaults.stale.ignore");

    @Test
    void every_property_has_a_description_that_ends_like_a_sentence() throws IOException {
        assertThat(properties())
                .isNotEmpty()
                .allSatisfy((name, property) -> assertThat(
                                property.path("description").asString(""))
                        .as(name)
                        .hasSizeGreaterThan(20)
                        .matches("[A-Z].*"));
    }

    @Test
    void every_property_has_a_default_or_is_known_to_have_none() throws IOException {
        properties()
                .forEach((name, property) ->
                        assertThat(property.has("defaultValue")).as(name).isNotEqualTo(WITHOUT_DEFAULT.contains(name)));
    }

    @Test
    void every_key_of_the_records_is_described() throws IOException {
        Set<String> described = properties().keySet();

        assertThat(SettingKeys.of(CacheStarterProperties.class))
                .allSatisfy(key -> assertThat(described)
                        .anyMatch(name ->
                                name.equals("cache-starter." + key) || name.startsWith("cache-starter." + key + '.')));
        assertThat(SettingKeys.of(CacheStarterProperties.PerCache.class))
                .allSatisfy(key -> assertThat(described)
                        .anyMatch(name -> name.equals("cache-starter.defaults." + key)
                                || name.startsWith("cache-starter.defaults." + key + '.')));
    }

    @Test
    void the_documented_defaults_are_what_holds_without_them() throws IOException {
        String[] documented = properties().entrySet().stream()
                .filter(property -> property.getValue().has("defaultValue"))
                .map(property -> property.getKey() + "="
                        + property.getValue().path("defaultValue").asString())
                .toArray(String[]::new);

        assertThat(settings(documented)).isEqualTo(settings()).hasSize(2);
        assertThat(settings("cache-starter.timeouts.read=1s")).isNotEqualTo(settings());
    }

    @Test
    void the_page_for_users_lists_every_property_with_its_default() throws IOException {
        String page = Files.readString(PAGE);

        properties().forEach((name, property) -> {
            String key = name.startsWith("cache-starter.defaults.")
                    ? name.substring("cache-starter.defaults.".length())
                    : name;
            String value = property.has("defaultValue")
                    ? '`' + property.path("defaultValue").asString() + '`'
                    : "";
            assertThat(page.lines()).as(name).anyMatch(line -> line.startsWith("| `" + key + "` | " + value));
        });
    }

    @Test
    void the_page_for_users_lists_no_property_that_is_gone() throws IOException {
        Set<String> known = properties().keySet();
        try (Stream<String> page = Files.lines(PAGE)) {
            assertThat(page.filter(line -> line.startsWith("| `"))
                            .map(line -> line.substring(3, line.indexOf('`', 3)))
                            .filter(key -> !key.startsWith("spring.")))
                    .allMatch(key -> known.contains(key) || known.contains("cache-starter.defaults." + key));
        }
    }

    private static Map<Class<?>, Object> settings(String... properties) {
        Map<Class<?>, Object> settings = new HashMap<>();
        SettingsContext.runner().withPropertyValues(properties).run(context -> {
            assertThat(context).hasNotFailed();
            settings.put(StarterSettings.class, context.getBean(StarterSettings.class));
            settings.put(
                    CacheSettings.class,
                    context.getBean(CacheSettingsResolver.class).resolve("products"));
        });
        return settings;
    }

    private static Map<String, JsonNode> properties() throws IOException {
        Map<String, JsonNode> properties = new TreeMap<>();
        try (InputStream in = CacheStarterProperties.class.getClassLoader().getResourceAsStream(METADATA)) {
            for (JsonNode property : JsonMapper.shared().readTree(in).path("properties")) {
                String name = property.path("name").asString();
                if (name.startsWith("cache-starter.")) { // not those that every endpoint has
                    properties.put(name, property);
                }
            }
        }
        return properties;
    }
}
