package io.github.cachestarter.dropin.clinic;

import io.github.cachestarter.testing.Patience;
import java.util.List;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts the application. */
public final class Clinics {

    private Clinics() {}

    /** With properties in the form of {@code name=value}. */
    public static ConfigurableApplicationContext start(List<String> properties) {
        ConfigurableApplicationContext started = new SpringApplicationBuilder(ClinicApplication.class)
                .web(WebApplicationType.NONE)
                .properties(Patience.settings(
                        "spring.application.name=clinic",
                        "spring.main.banner-mode=off",
                        "spring.datasource.username=sa",
                        "spring.jpa.hibernate.ddl-auto=none",
                        "logging.level.root=warn"))
                .properties(properties.toArray(String[]::new))
                .run();
        Patience.awaitRedis(started);
        return started;
    }
}
