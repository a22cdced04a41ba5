package io.github.cachestarter.codec.state;

import java.util.ArrayList;
import java.util.List;

/** The classes behind Spring Data's {@code Page}, {@code Slice} and {@code Pageable}, if it is on the class path. */
final class SpringDataTypes {

    private static final String PACKAGE = "org.springframework.data.domain.";
    private static final List<String> NAMES = List.of("PageImpl", "PageRequest", "SliceImpl", "Sort", "Unpaged");

    private SpringDataTypes() {}

    static List<Class<?>> present() {
        List<Class<?>> types = new ArrayList<>();
        for (String name : NAMES) {
            try {
                types.add(Class.forName(PACKAGE + name, false, SpringDataTypes.class.getClassLoader()));
            } catch (ClassNotFoundException ex) {
                // Without Spring Data no value is a page.
            }
        }
        return types;
    }
}
