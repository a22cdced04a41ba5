package io.github.cachestarter.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * A training company's product catalogue and workshop bookings. There is nothing about caching here: the dependency, the
 * annotations on {@code Catalogue} and {@code Workshops} and a few lines in {@code application.yml} are all.
 */
@SpringBootApplication
public class SampleApplication {

    public static void main(String[] args) {
        SpringApplication.run(SampleApplication.class, args);
    }
}
