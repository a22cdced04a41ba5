package io.github.cachestarter.dropin.clinic;

import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cache.interceptor.KeyGenerator;
import org.springframework.context.annotation.Bean;

/** Somebody's application: nothing in it knows of the starter. */
@SpringBootApplication
public class ClinicApplication {

    @Bean
    static BeanPostProcessor countStatements(ObjectProvider<Loads> loads) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof DataSource source ? new CountingDataSource(source, loads.getObject()) : bean;
            }
        };
    }

    @Bean
    Pets pets(OwnerRepository owners, Loads loads) {
        return new CachedPets(owners, loads);
    }

    @Bean
    KeyGenerator methodNameKeys() {
        return (target, method, arguments) -> method.getName() + arguments.length;
    }
}
